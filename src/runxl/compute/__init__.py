"""Pure: values in, values out. Each convention of the trade has its one function here."""
