"""From cells to the trade's values and back: reads a snapshot's tables, renders computed cells as a plan."""
