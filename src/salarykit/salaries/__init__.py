"""Salaries: one (`salary`), many (`table`), how they are read (`sifting`), and the verbs on them."""
