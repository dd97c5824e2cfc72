"""Frameworks, editions, goals and their targets 目標體系."""
