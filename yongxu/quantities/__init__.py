"""Numbers, units, years, target statements and verdicts, as people write them. Plain Python, never Django."""
