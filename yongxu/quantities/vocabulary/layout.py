"""How lists of words and patterns are laid out in this folder."""


def words(text: str) -> tuple[str, ...]:
    """The words or patterns of a text, which stand between white space so that the data can be laid out in lines."""
    return tuple(text.split())


def either(patterns: str) -> str:
    """One pattern that matches any of the patterns in a text."""
    return "|".join(patterns.split())
