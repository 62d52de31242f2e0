"""Checks of a table: what is doubtful is reported as findings, and never corrected."""
