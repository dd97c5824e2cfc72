"""Indicators: targets, results, verdicts and findings 對應指標."""
