"""Reads and writes columns (pandas, polars, numpy, Arrow) and files (CSV, Parquet, JSON, HTML, workbooks); knows nothing of salaries."""
