"""Files larger than memory: read block after block, convert, write, report."""
