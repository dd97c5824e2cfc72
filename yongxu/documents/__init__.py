"""Office files in and out. Knows tables, cells and pages; knows no subject."""
