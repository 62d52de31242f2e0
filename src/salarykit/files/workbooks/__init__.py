"""Reads XLSX, XLSB and ODS: the sheets as tables of cells, with the units that number formats show."""
