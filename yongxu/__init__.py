"""Yongxu 永續: the working system of a national council for sustainable development."""
