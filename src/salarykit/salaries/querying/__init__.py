"""Relevance-weighted queries: what weighs a record, and the answer."""
