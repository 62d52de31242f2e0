"""Reads and writes columns and files: pandas, numpy and Arrow; CSV, Parquet, JSON, pages, workbooks; atomic writes.

It knows nothing about salaries.
"""
