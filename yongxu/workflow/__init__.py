"""Transition tables as data, and the small engine that performs them."""
