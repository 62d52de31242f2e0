"""Reads and writes files of any size block by block, on any filesystem."""
