"""One reporting year, lived through in real browsers by everybody who has a part in it."""
