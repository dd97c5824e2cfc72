"""How lists of words and patterns are laid out in this folder."""


def words(text: str) -> tuple[str, ...]:
    """The words or patterns of a text, which stand between white space so that the data can be laid out in lines."""
    return tuple(text.split())


def joined(firsts: str, lasts: str) -> tuple[str, ...]:
    """Every first word with every last one: 年度目標, 預定目標, 年度目標值 …"""
    return tuple(first + last for last in words(lasts) for first in words(firsts))


def either(patterns: str) -> str:
    """One pattern that matches any of the patterns in a text."""
    return "|".join(patterns.split())
