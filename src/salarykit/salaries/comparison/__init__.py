"""Comparisons of two figures or two tables, and the parts that their gap consists of."""
