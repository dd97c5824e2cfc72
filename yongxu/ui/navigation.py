"""Where a page stands: the trail above its title, and links that sort a list."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the trail; the page itself has no address. ``language`` is set where the words are not in the reader's language."""

    label: str
    address: str = ""
    language: str = ""
