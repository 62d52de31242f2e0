"""Well-known public layouts: what their columns mean, by name."""
