"""Pay as it is stated: periods and the years they add up to."""
