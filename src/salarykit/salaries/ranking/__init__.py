"""Rankings: the order of figures, its uncertainty, and its dependence on the day of the rates."""
