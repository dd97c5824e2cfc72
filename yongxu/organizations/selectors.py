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


@dataclass(frozen=True, slots=True)
class Area:
    """What belongs to some councils: keys of organisations and bodies. ``everything`` where there is no other council."""

    everything: bool
    organizations: frozenset[int]
    bodies: frozenset[int]


NOWHERE = Area(False, frozenset(), frozenset())


def councils_of_bodies() -> dict[int, int]:
    """Body → the council it stands under, by keys; what stands under none belongs to the first council. One query.

    Empty where there is no council at all.
    """
    bodies = {key: (kind, parent) for key, kind, parent in Body.objects.values_list("pk", "kind", "parent_id")}
    councils = [key for key, (kind, _) in bodies.items() if kind == Body.Kind.COUNCIL]
    found = {}
    for key in bodies if councils else ():
        above: int | None = key
        while above is not None and bodies[above][0] != Body.Kind.COUNCIL:
            above = bodies[above][1]
        found[key] = min(councils) if above is None else above
    return found


def area_of(councils: frozenset[int]) -> Area:
    """All that belongs to these councils. No query for none, one where there is no other council, else two."""
    if not councils:
        return NOWHERE
    council_of = councils_of_bodies()
    if councils >= set(council_of.values()):
        return Area(True, frozenset(), frozenset())
    first = min(council_of.values())
    named = {key: (parent, council) for key, parent, council in Organization.objects.values_list("pk", "parent_id", "council_id")}
    organizations = set()
    for key in named:
        above: int | None = key
        while above is not None and named[above][1] is None:
            above = named[above][0]
        if (first if above is None else named[above][1]) in councils:
            organizations.add(key)
    return Area(False, frozenset(organizations), frozenset(body for body, council in council_of.items() if council in councils))


def reviewing_bodies(framework: str) -> dict[str, Body]:
    """The body that reviews each section of a framework; the key ``*`` stands for all that have none of their own. One query."""
    found = {}
    for body in Body.objects.select_related("parent"):
        for review in body.reviews:
            scope, _, section = str(review).partition(":")
            if scope == framework:
                found[section] = body
    return found
