"""Loading frameworks from their data files."""

import json
from pathlib import Path
from typing import TypedDict

from django.db import transaction

from yongxu.goals.models import Edition, Framework, Goal, sort_key_of
from yongxu.organizations.models import Organization

DATA = Path(__file__).parent / "data"


class GoalData(TypedDict):
    code: str
    name_zh: str
    name_en: str
    short_name_zh: str
    short_name_en: str
    colour: str
    lead: str | None


class FrameworkData(TypedDict):
    framework: dict[str, str]
    edition: dict[str, str]
    goals: list[GoalData]


@transaction.atomic
def load_framework(data: FrameworkData, *, is_fictional: bool = False) -> Edition:
    """Create a framework with its current edition and goals, or bring it up to the data. Doing it again changes nothing."""
    names = data["framework"]
    framework, _ = Framework.objects.update_or_create(
        code=names["code"], defaults={"name_zh": names["name_zh"], "name_en": names["name_en"], "is_fictional": is_fictional}
    )
    labels = data["edition"]
    edition, _ = Edition.objects.update_or_create(
        framework=framework, code=labels["code"], defaults={"name_zh": labels["name_zh"], "name_en": labels["name_en"], "is_current": True}
    )
    organizations = {organization.code: organization for organization in Organization.objects.all()}
    for goal in data["goals"]:
        Goal.objects.update_or_create(
            edition=edition,
            code=goal["code"],
            defaults={
                "sort_key": sort_key_of(goal["code"]),
                "name_zh": goal["name_zh"],
                "name_en": goal["name_en"],
                "short_name_zh": goal["short_name_zh"],
                "short_name_en": goal["short_name_en"],
                "colour": goal["colour"],
                "lead": organizations[goal["lead"]] if goal["lead"] else None,
            },
        )
    return edition


def read_framework(code: str) -> FrameworkData:
    """A framework that is shipped as data: ``tsdg`` or ``sdg``."""
    data: FrameworkData = json.loads((DATA / f"{code}.json").read_text(encoding="utf-8"))
    return data
