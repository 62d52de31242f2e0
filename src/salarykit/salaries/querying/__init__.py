"""Relevance-weighted queries: the question, the weights of the records, and the answer."""
