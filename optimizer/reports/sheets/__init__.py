"""The sheets of the workbook that calculates, one file each."""
