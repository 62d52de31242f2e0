"""From any source to rows that are salaries, and the cells that are not, each with its reason."""
