"""How much may be attached, so that no upload can fill the disk or keep a reader's computer busy."""

MAX_FILE_BYTES = 25 * 1024 * 1024
MAX_SUBJECT_BYTES = 200 * 1024 * 1024
"""All standing files of one subject together."""

MAX_SUBJECT_FILES = 50
MAX_AT_ONCE = 20
MAX_PIXELS = 60_000_000
"""Of a picture; a phone's largest have some 50 million."""

MAX_ZIP_MEMBERS = 200
"""Of a plain archive; office documents have the limits of `documents.limits`."""

MAX_OBJECT_STREAM_BYTES = 16 * 1024 * 1024
"""One object stream of a PDF, unpacked; usual ones hold a few hundred objects in some 100 kB."""

MAX_OBJECT_STREAMS_BYTES = 64 * 1024 * 1024
MAX_NAME_BYTES = 200
SCAN_SECONDS = 60
ORPHAN_HOURS = 24
"""How old a stored file that no row knows must be before it is removed: its upload may still be under way."""
