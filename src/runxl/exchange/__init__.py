"""Workbooks by mail: sent to the units, collected, merged three ways, with every number's way kept."""
