"""Everything that changes accounts, each change with its entry in the history, in one transaction."""
