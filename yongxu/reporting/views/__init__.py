"""Pages of cycles and the acts on due items."""
