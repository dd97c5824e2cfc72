"""The one append-only record of who changed what, when, from where and why."""
