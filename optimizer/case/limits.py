"""How large an input may be. Whatever exceeds a limit is refused with a fault before memory is spent on it."""

#: Bytes of one file as it lies on disk (a table, a workbook, a zip).
FILE_BYTES = 64 * 2**20
#: Bytes of a settings or scenario file.
SETTINGS_BYTES = 2**20
#: Bytes that a workbook or zip may unpack to, all of its parts together.
UNPACKED_BYTES = 192 * 2**20
#: Parts of a workbook or zip.
PARTS = 2_000
#: Rows of one table.
ROWS = 500_000
#: Columns of one table.
COLUMNS = 256
#: Cells of one table, empty ones included.
CELLS = 5_000_000
#: Characters of one cell: what a spreadsheet itself allows.
CELL_CHARACTERS = 32_767
#: Characters of a column's name.
NAME_CHARACTERS = 255
#: Settings of one file, and how deep they may be nested.
SETTINGS = 10_000
SETTINGS_DEPTH = 12
