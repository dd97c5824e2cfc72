"""Base templates, components, charts and the front-end sources; knows no subject."""
