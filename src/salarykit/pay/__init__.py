"""Pay as it is stated: from text to amounts, currency and period; and the years that periods add up to."""
