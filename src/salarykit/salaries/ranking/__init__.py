"""The order of figures, how sure it is, and what it owes to the rates' day."""
