"""What is asked: a case's tables, read from CSV, a workbook or a zip, checked, every fault listed at once."""
