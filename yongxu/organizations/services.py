"""Loading organisations from their data file."""

import json
from datetime import date
from pathlib import Path
from typing import TypedDict

from django.db import transaction

from yongxu.organizations.models import Organization, OrganizationName

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


@transaction.atomic
def load_organizations(items: list[OrganizationData]) -> None:
    """Create organisations with names and aliases, or bring them up to the data. Parents and predecessors stand before."""
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
                valid_from=start,
                defaults={
                    "name_en": item["name_en"] if name == item["name_zh"] else "",
                    "is_alias": name != item["name_zh"],
                    "valid_until": end,
                },
            )


def read_organizations() -> list[OrganizationData]:
    """Taiwan's agencies and state firms that the first documents name."""
    data: list[OrganizationData] = json.loads((DATA / "taiwan.json").read_text(encoding="utf-8"))
    return data


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
