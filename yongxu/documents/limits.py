"""How large a file may be before it is refused, so that no upload can exhaust memory or time."""

MAX_FILE_BYTES = 50 * 1024 * 1024
"""A file beyond this is refused by its size on disk, before a byte of it is read."""

MAX_TEXT_BYTES = 20 * 1024 * 1024
"""A text, CSV or HTML file, which is held in memory as lines."""

MAX_UNPACKED_BYTES = 200 * 1024 * 1024
"""All members of a zip-based document (ODT, ODS, DOCX, XLSX) together, unpacked."""

MAX_XML_BYTES = 40 * 1024 * 1024
"""One XML part of such a document: it is held in memory as a tree about ten times its size."""

MAX_PACKING_RATIO = 200
"""Unpacked size over packed size of one member larger than ``RATIO_APPLIES_FROM``; office documents stay below 60."""

RATIO_APPLIES_FROM = 4 * 1024 * 1024
MAX_MEMBERS = 5_000

MAX_ROWS = 5_000
LAST_ROW_OF_A_SHEET = 1_048_576
MAX_COLUMNS = 100
MAX_TABLES = 500
MAX_PAGES = 500
MAX_CELL_CHARACTERS = 100_000
MAX_NESTING = 100
"""How deep elements may be nested in an XML or HTML document."""

MAX_ELEMENTS = 1_000_000
"""Elements and attributes of one XML part; a long official table has some 100,000."""

MAX_ATTRIBUTES = 1_000
"""Attributes of one XML element."""

MAX_ATTRIBUTE_NAMES = 2_000
"""Different names of attributes in one XML part; office programs write some hundreds."""

MAX_TAG_BYTES = 1024 * 1024
"""One tag of an XML part with the text behind it, which the parser holds whole; ten times the longest cell."""

MAX_TAGS = 200_000
"""Tags of a web page."""

MAX_PDF_SECONDS = 120
"""Looked at after each page."""

MAX_PAGE_SHAPES = 6_000
"""Lines, rectangles and curves on one PDF page; a dense ruled page has some hundreds."""
