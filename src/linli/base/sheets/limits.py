"""How large a spreadsheet may be. A roster of a whole street is far below all of these."""

MAX_FILE_BYTES = 40_000_000
MAX_UNPACKED_BYTES = 320_000_000
MAX_PACK_RATIO = 200  # a real sheet packs 8 to 40 times; a bomb a thousand times
MAX_ENTRIES = 3_000
MAX_SHEETS = 200
MAX_ROWS = 200_000
MAX_COLUMNS = 512
MAX_CELLS = 4_000_000  # of one sheet, the empty ones in between counted: they cost memory too
