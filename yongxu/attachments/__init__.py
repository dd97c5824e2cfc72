"""Uploaded files: type by content, checksum, scanning, safe keeping and serving. Knows no subject."""
