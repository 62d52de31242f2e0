"""Columns and files: pandas, numpy and Arrow in and out, CSV and Parquet, atomic writes. Knows no salary."""
