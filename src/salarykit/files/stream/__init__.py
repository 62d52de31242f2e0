"""Files of any size, on any filesystem, block after block."""
