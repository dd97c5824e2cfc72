"""Which organisation a printed name meant, at its date."""

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yongxu.organizations.models import Body, Organization, OrganizationName


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
    """What each printed name meant on that day. Two queries.

    A name in force on the day wins. A name that had ended by then means the successor, since papers use old names on (環保署 in papers
    of 2025 is 環境部); one not yet begun still counts where it is the only one. A name borne by two organisations is not certain.
    """
    names = list(OrganizationName.objects.select_related("organization"))
    successors: dict[int, list[Organization]] = {}
    for organization in Organization.objects.exclude(predecessor=None):
        successors.setdefault(organization.predecessor_id or 0, []).append(organization)
    ended = {name.organization_id for name in names} - {
        name.organization_id for name in names if name.valid_until is None or on < name.valid_until
    }
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
            matches[text] = OrganizationMatch(text, _bearer_now(next(iter(found)), successors, ended))
        else:
            near = [key] if found else difflib.get_close_matches(key, list(spelling), n=3, cutoff=0.5)
            matches[text] = OrganizationMatch(text, None, tuple(spelling[item] for item in near))
    return matches


def _bearer_now(organization: Organization, successors: dict[int, list[Organization]], ended: set[int]) -> Organization:
    """The organisation itself, or the only successor of one that had ended; where several took over, it stays the old one."""
    while organization.pk in ended and len(successors.get(organization.pk, [])) == 1:
        organization = successors[organization.pk][0]
    return organization


def reviewing_bodies(framework: str) -> dict[str, Body]:
    """The body that reviews each section of a framework; the key ``*`` stands for all that have none of their own. One query."""
    found = {}
    for body in Body.objects.select_related("parent"):
        for review in body.reviews:
            scope, _, section = str(review).partition(":")
            if scope == framework:
                found[section] = body
    return found
