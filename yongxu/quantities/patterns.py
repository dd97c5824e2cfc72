"""Patterns of text that are compiled when they are first used: one table needs only some of those that all tables need."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from sys import maxsize

HAN = r"[^\W\da-zA-Z_]"
"""A Chinese character, as it stands in these tables: a letter that is no Latin one. Python takes long to compile the range of them."""
REMEMBERED = 512
"""For how many texts it is remembered what was found in them: one text is asked for its target, its result and every finding."""


class Pattern:
    """A regular expression as `re.compile` makes it, but only once something is looked for. One that is wrong is told only then."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self.source = source
        self.flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.source, self.flags)

    def search(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        return self.compiled.search(text, start, end)

    def match(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        return self.compiled.match(text, start, end)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self.compiled.fullmatch(text)

    def finditer(self, text: str, start: int = 0, end: int = maxsize) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text, start, end)

    def findall(self, text: str) -> list[str]:
        return self.compiled.findall(text)

    def split(self, text: str) -> list[str]:
        return self.compiled.split(text)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str) -> str:
        return self.compiled.sub(by, text)
