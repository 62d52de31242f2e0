"""Reads and writes columns and files: pandas, numpy and Arrow; CSV, Parquet, JSON, pages; atomic writes.

It knows nothing about salaries.
"""
