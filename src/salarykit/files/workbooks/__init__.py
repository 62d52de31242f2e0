"""Reads XLSX, XLSB and ODS: every cell with what its number format says, from the first row to the last."""
