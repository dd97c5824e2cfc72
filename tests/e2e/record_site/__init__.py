"""A site with one page more: a record and its history."""
