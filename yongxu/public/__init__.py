"""The public site: published things only."""
