"""Pages of reports on measures."""
