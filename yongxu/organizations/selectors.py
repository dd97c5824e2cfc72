"""Which organisation a printed name meant, at its date."""

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yongxu.organizations.models import Organization, OrganizationName


@dataclass(frozen=True, slots=True)
class OrganizationMatch:
    """A printed name and what it meant; None with the nearest known names where that is not certain."""

    printed: str
    organization: Organization | None
    candidates: tuple[str, ...] = ()


def fold_name(text: str) -> str:
    """One spelling for all: width, spaces and 臺/台 do not distinguish agencies."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("臺", "台").lower()


def match_organizations(printed: Iterable[str], *, on: date) -> dict[str, OrganizationMatch]:
    """What each printed name meant on that day. One query.

    A name in force on the day wins; a name that had ended or not yet begun still counts where it is the only one, since papers use
    old and new names side by side (環保署 in papers of 2025). A name borne by two organisations is not certain.
    """
    names = list(OrganizationName.objects.select_related("organization"))
    in_force: dict[str, set[Organization]] = {}
    ever: dict[str, set[Organization]] = {}
    for name in names:
        key = fold_name(name.name_zh)
        ever.setdefault(key, set()).add(name.organization)
        if (name.valid_from is None or name.valid_from <= on) and (name.valid_until is None or on < name.valid_until):
            in_force.setdefault(key, set()).add(name.organization)
    spelling = {fold_name(name.name_zh): name.name_zh for name in names}
    matches = {}
    for text in printed:
        key = fold_name(text)
        found = in_force.get(key) or ever.get(key, set())
        if len(found) == 1:
            matches[text] = OrganizationMatch(text, next(iter(found)))
        else:
            near = [key] if found else difflib.get_close_matches(key, list(spelling), n=3, cutoff=0.5)
            matches[text] = OrganizationMatch(text, None, tuple(spelling[item] for item in near))
    return matches
