"""Everything that changes cycles and due items."""
