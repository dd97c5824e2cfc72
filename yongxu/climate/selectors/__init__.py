"""Reads that span programmes, measures, their years, and the whole record with indicators and organisations."""
