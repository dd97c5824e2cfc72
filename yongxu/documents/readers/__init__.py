"""One reader per file format; each has ``read(path) -> tuple[Table, ...]`` and is imported only when its format comes."""
