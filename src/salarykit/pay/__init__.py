"""Pay as a text states it: amounts, currency and period; and how many of each period a year has."""
