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


class BodyCorrection(TypedDict, total=False):
    """What the secretariat enters: ``code`` always, and a name or the code of the parent, or both."""

    code: str
    name_zh: str
    name_en: str
    parent: str


class CorrectionRefused(ValueError):
    """A correction names what is not there or says nothing; the message says which."""


@transaction.atomic
def load_bodies(items: list[BodyData], *, by: AbstractBaseUser, at: datetime) -> None:
    """Create bodies with their seats, or bring them up to the data. Parents stand before. Who holds a seat is never data.

    Where the data have no name, and where they put a group under the council for want of its circle, what was entered by hand stays.
    Each one that is new or changes is an entry of the history; doing it again changes nothing.
    """
    before = _body_rows()
    known: dict[str, Body] = {}
    for item in items:
        parent = known[item["parent"]] if item["parent"] else None
        names = {"name_zh": item["name_zh"], "name_en": item["name_en"]}
        stored = Body.objects.filter(code=item["code"]).select_related("parent").first()
        if stored is not None and not item["name_zh"]:
            names = {"name_zh": stored.name_zh, "name_en": stored.name_en}
        if stored is not None and stored.parent is not None and stored.parent.kind == Body.Kind.CIRCLE and item["kind"] == Body.Kind.GROUP:
            parent = stored.parent
        body, _ = Body.objects.update_or_create(code=item["code"], defaults={"kind": item["kind"], "parent": parent, **names})
        known[item["code"]] = body
        for position, seat in enumerate(item["seats"], start=1):
            titles = {"title_zh": seat["title_zh"], "title_en": seat["title_en"]}
            Seat.objects.update_or_create(body=body, position=position, defaults=titles)
    record_loaded(known, before=before, after=_body_rows(), by=by, at=at)


@transaction.atomic
def correct_bodies(items: list[BodyCorrection], *, by: AbstractBaseUser, at: datetime) -> list[str]:
    """Enter names of bodies and what they belong to; returns the codes that changed, each with an entry of the history.

    Doing it again changes nothing. Raises `CorrectionRefused`, and then nothing is changed.
    """
    bodies = {body.code: body for body in Body.objects.select_related("parent")}
    before = _body_rows()
    given: dict[str, Body] = {}
    for item in items:
        body, parent = bodies.get(item["code"]), item.get("parent")
        if body is None or (parent is not None and parent not in bodies):
            raise CorrectionRefused(f"沒有這個組織 / no such body: {item['code'] if body is None else parent}")
        if parent is not None and _stands_under(bodies[parent], body):
            raise CorrectionRefused(f"組織不能屬於自己 / a body cannot belong to itself: {body.code}")
        body.name_zh, body.name_en = item.get("name_zh", body.name_zh), item.get("name_en", body.name_en)
        body.parent = body.parent if parent is None else bodies[parent]
        body.full_clean(exclude=[] if "name_zh" in item else ["name_zh"])
        body.save(update_fields=["name_zh", "name_en", "parent"])
        given[body.code] = body
    after = _body_rows()
    record_loaded(given, before=before, after=after, by=by, at=at)
    return [code for code in given if before[code] != after[code]]


def _stands_under(body: Body, ancestor: Body) -> bool:
    """Whether the body is the other one or one of its parts, at any depth."""
    above: Body | None = body
    while above is not None:
        if above == ancestor:
            return True
        above = above.parent
    return False


def read_body_corrections(path: Path) -> list[BodyCorrection]:
    """The corrections of a JSON file: a list of objects. Raises `CorrectionRefused` where it is something else."""
    try:
        data: object = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CorrectionRefused(f"無法讀取 / cannot be read: {path.name}: {error}") from error
    items = data if isinstance(data, list) else [data]
    return [_body_correction(item) for item in items]


def _body_correction(item: object) -> BodyCorrection:
    if not isinstance(item, dict) or not all(isinstance(value, str) and value.strip() for value in item.values()):
        raise CorrectionRefused(f"每一筆都是有文字的欄位 / every entry is an object with texts: {item!r}")
    code, unknown = item.get("code"), set(item) - {"code", "name_zh", "name_en", "parent"}
    if code is None or unknown or len(item) < 2:
        raise CorrectionRefused(f"需要 code 與 name_zh、name_en 或 parent / needs code, and name_zh, name_en or parent: {item!r}")
    correction: BodyCorrection = {"code": code}
    if "name_zh" in item:
        correction["name_zh"] = item["name_zh"].strip()
    if "name_en" in item:
        correction["name_en"] = item["name_en"].strip()
    if "parent" in item:
        correction["parent"] = item["parent"]
    return correction


def read_bodies() -> list[BodyData]:
    """The council with its circles, working groups and task forces, and the just-transition committee.

    Of the four circles one name is published, and which group belongs to which circle is not: the other names are empty, the groups
    stand under the council, and the secretariat enters both (data/README.md).
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
            "seats": [[seat.position, seat.title_zh, seat.title_en] for seat in item.seats.all()],
        }
        for item in Body.objects.select_related("parent").prefetch_related("seats")
    }
