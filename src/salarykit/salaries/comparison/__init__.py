"""Two figures or two tables beside each other, and what their gap is made of."""
