"""Working pages of indicators."""
