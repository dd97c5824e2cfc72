"""Climate action programmes and key strategies 行動方案."""
