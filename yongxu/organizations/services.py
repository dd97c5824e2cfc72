"""Loading organisations and the council's bodies from their data files."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import TypedDict

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from yongxu.history.differences import Row
from yongxu.history.services import record_loaded
from yongxu.organizations.models import Body, Organization, OrganizationName, Seat

DATA = Path(__file__).parent / "data"


class OrganizationData(TypedDict):
    code: str
    kind: str
    name_zh: str
    name_en: str
    parent: str | None
    predecessor: str | None
    valid_from: str | None
    valid_until: str | None
    aliases: list[str]


class SeatData(TypedDict):
    title_zh: str
    title_en: str


class BodyData(TypedDict):
    code: str
    kind: str
    name_zh: str
    name_en: str
    parent: str | None
    seats: list[SeatData]
    reviews: list[str]


@transaction.atomic
def load_organizations(items: list[OrganizationData], *, by: AbstractBaseUser, at: datetime) -> None:
    """Create organisations with names and aliases, or bring them up to the data. Parents and predecessors stand before.

    Each one that is new or changes is an entry of the history; doing it again changes nothing.
    """
    before = _organization_rows()
    known: dict[str, Organization] = {}
    for item in items:
        organization, _ = Organization.objects.update_or_create(
            code=item["code"],
            defaults={
                "kind": item["kind"],
                "parent": known[item["parent"]] if item["parent"] else None,
                "predecessor": known[item["predecessor"]] if item["predecessor"] else None,
            },
        )
        known[item["code"]] = organization
        start, end = _day(item["valid_from"]), _day(item["valid_until"])
        for name in (item["name_zh"], *item["aliases"]):
            OrganizationName.objects.update_or_create(
                organization=organization,
                name_zh=name,
                defaults={
                    "valid_from": start,
                    "name_en": item["name_en"] if name == item["name_zh"] else "",
                    "is_alias": name != item["name_zh"],
                    "valid_until": end,
                },
            )
    record_loaded(known, before=before, after=_organization_rows(), by=by, at=at)


def read_organizations() -> list[OrganizationData]:
    """Taiwan's agencies and state firms that the first documents name."""
    data: list[OrganizationData] = json.loads((DATA / "taiwan.json").read_text(encoding="utf-8"))
    return data


@transaction.atomic
def load_bodies(items: list[BodyData], *, by: AbstractBaseUser, at: datetime) -> None:
    """Create bodies with their seats, or bring them up to the data. Parents stand before. Who holds a seat is never data.

    Each one that is new or changes is an entry of the history; doing it again changes nothing.
    """
    before = _body_rows()
    known: dict[str, Body] = {}
    for item in items:
        parent = known[item["parent"]] if item["parent"] else None
        names = {"name_zh": item["name_zh"], "name_en": item["name_en"]}
        own = {"kind": item["kind"], "parent": parent, "reviews": item["reviews"]}
        body, _ = Body.objects.update_or_create(code=item["code"], defaults={**own, **names})
        known[item["code"]] = body
        for position, seat in enumerate(item["seats"], start=1):
            titles = {"title_zh": seat["title_zh"], "title_en": seat["title_en"]}
            Seat.objects.update_or_create(body=body, position=position, defaults=titles)
    record_loaded(known, before=before, after=_body_rows(), by=by, at=at)


def read_bodies() -> list[BodyData]:
    """The council with its circles, working groups and task forces, and the just-transition committee.

    Of the four circles one name is published, and which group belongs to which circle is not: the secretariat corrects both.
    """
    data: list[BodyData] = json.loads((DATA / "bodies.json").read_text(encoding="utf-8"))
    return data


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _organization_rows() -> dict[str, Row]:
    """What is known of every organisation, by its code. Two queries."""
    return {
        item.code: {
            "kind": item.kind,
            "parent": item.parent.code if item.parent else None,
            "predecessor": item.predecessor.code if item.predecessor else None,
            "names": sorted(
                [name.name_zh, name.name_en, name.is_alias, str(name.valid_from or ""), str(name.valid_until or "")]
                for name in item.names.all()
            ),
        }
        for item in Organization.objects.select_related("parent", "predecessor").prefetch_related("names")
    }


def _body_rows() -> dict[str, Row]:
    """What is known of every body, by its code, but who holds its seats. Two queries."""
    return {
        item.code: {
            "kind": item.kind,
            "parent": item.parent.code if item.parent else None,
            "name_zh": item.name_zh,
            "name_en": item.name_en,
            "reviews": item.reviews,
            "seats": [[seat.position, seat.title_zh, seat.title_en] for seat in item.seats.all()],
        }
        for item in Body.objects.select_related("parent").prefetch_related("seats")
    }
