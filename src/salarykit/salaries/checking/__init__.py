"""What is doubtful in a table: findings, reported and never mended."""
