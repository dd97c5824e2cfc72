"""Loading frameworks and the mappings between them from their data files."""

import csv
import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TypedDict

from django.db import transaction

from yongxu.accounts.models import User
from yongxu.goals.models import Edition, Framework, Goal, GoalMapping, GoalTarget, IndicatorMapping, ListedIndicator, sort_key_of
from yongxu.history.differences import Row, compare_kinds, rows_by_key
from yongxu.history.services import record
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
    """``targets`` have the columns code, text_zh, text_en; ``indicators`` code, name_zh, name_en and repeats, a code or empty."""

    framework: dict[str, str]
    edition: dict[str, str]
    goals: list[GoalData]
    targets: list[dict[str, str]]
    indicators: list[dict[str, str]]


class MappingData(TypedDict):
    """Rows with the columns source, target (empty for none), relation, reason_zh, reason_en; source and target are codes."""

    source: str
    target: str
    goals: list[dict[str, str]]
    indicators: list[dict[str, str]]


class FrameworksMixed(ValueError):
    """A framework was to be mapped to itself."""


@transaction.atomic
def load_framework(data: FrameworkData, *, by: User, at: datetime, is_fictional: bool = False) -> Edition:
    """Create a framework with its current edition, goals, targets and listed indicators, or bring it up to the data.

    Doing it again changes nothing; what changes is one entry of the history. Another edition stays as it is, but is no longer the
    current one. A goal for which the data name no lead keeps the one it has. Raises KeyError for a target, an indicator or a repeated
    code that has no place.
    """
    names = data["framework"]
    before = _rows_of(names["code"])
    framework, _ = Framework.objects.update_or_create(
        code=names["code"], defaults={"name_zh": names["name_zh"], "name_en": names["name_en"], "is_fictional": is_fictional}
    )
    labels = data["edition"]
    framework.editions.exclude(code=labels["code"]).update(is_current=False)
    edition, _ = Edition.objects.update_or_create(
        framework=framework,
        code=labels["code"],
        defaults={
            "name_zh": labels["name_zh"],
            "name_en": labels["name_en"],
            "source_zh": labels.get("source_zh", ""),
            "source_en": labels.get("source_en", ""),
            "is_current": True,
        },
    )
    organizations = {organization.code: organization for organization in Organization.objects.all()}
    for goal in data["goals"]:
        lead = {"lead": organizations[goal["lead"]]} if goal["lead"] else {}
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
                **lead,
            },
        )
    _load_targets(data["targets"], edition=edition)
    _load_listed_indicators(data["indicators"], edition=edition)
    difference = compare_kinds(before, _rows_of(names["code"]))
    if difference:
        record(edition, "load", by=by, at=at, difference=difference)
    return edition


@transaction.atomic
def load_mapping(data: MappingData, *, by: User, at: datetime) -> None:
    """Put the mapping from one framework's current edition to another's in place of what was there. Doing it again changes nothing.

    What changes is one entry of the history. Raises FrameworksMixed for one framework twice, KeyError for a code that its framework
    does not have.
    """
    if data["source"] == data["target"]:
        raise FrameworksMixed(data["source"])
    edition, against = (Edition.objects.get(framework__code=data[side], is_current=True) for side in ("source", "target"))
    sources = {goal.code: goal for goal in Goal.objects.current(data["source"])}
    goals = {goal.code: goal for goal in Goal.objects.current(data["target"])}
    listed = {indicator.code: indicator for indicator in ListedIndicator.objects.current(data["target"])}
    goal_rows = [
        GoalMapping(
            source=sources[row["source"]],
            target=goals[row["target"]] if row["target"] else None,
            target_edition=against,
            relation=row["relation"],
            reason_zh=row["reason_zh"],
            reason_en=row["reason_en"],
        )
        for row in data["goals"]
    ]
    indicator_rows = [
        IndicatorMapping(
            edition=edition,
            code=row["source"],
            sort_key=sort_key_of(row["source"]),
            target=listed[row["target"]] if row["target"] else None,
            target_edition=against,
            relation=row["relation"],
            reason_zh=row["reason_zh"],
            reason_en=row["reason_en"],
        )
        for row in data["indicators"]
    ]
    stored_goals = GoalMapping.objects.filter(source__edition=edition, target_edition=against)
    stored_indicators = IndicatorMapping.objects.filter(edition=edition, target_edition=against)
    before = _mapping_rows(stored_goals.select_related("source", "target"), stored_indicators.select_related("target"))
    difference = compare_kinds(before, _mapping_rows(goal_rows, indicator_rows))
    if not difference:
        return
    stored_goals.delete()
    GoalMapping.objects.bulk_create(goal_rows)
    stored_indicators.delete()
    IndicatorMapping.objects.bulk_create(indicator_rows)
    record(edition, "load_mapping", by=by, at=at, difference={"target": against.framework.code, **difference})


@transaction.atomic
def remove_fictional_frameworks(*, by: User, at: datetime) -> None:
    """Take away fictional frameworks without indicators, with their editions and goals. The history stays."""
    for framework in Framework.objects.filter(is_fictional=True).exclude(editions__indicators__isnull=False):
        record(framework, "remove", by=by, at=at, reason="demo data removed")
        for rows in (
            ListedIndicator.objects.filter(goal_target__goal__edition__framework=framework),
            GoalTarget.objects.filter(goal__edition__framework=framework),
            Goal.objects.filter(edition__framework=framework),
            framework.editions.all(),
        ):
            rows.delete()
        framework.delete()


def read_framework(code: str) -> FrameworkData:
    """A framework that is shipped as data: ``tsdg`` or ``sdg``. Targets and listed indicators stand in files of their own, where known."""
    data: FrameworkData = json.loads((DATA / f"{code}.json").read_text(encoding="utf-8"))
    data["targets"] = _read_rows(f"{code}-targets.csv")
    data["indicators"] = _read_rows(f"{code}-indicators.csv")
    return data


def read_mapping(source: str, target: str) -> MappingData:
    """The shipped mapping between two frameworks."""
    goals, indicators = (_read_rows(f"{source}-{target}-{kind}.csv") for kind in ("goals", "indicators"))
    return {"source": source, "target": target, "goals": goals, "indicators": indicators}


def _read_rows(name: str) -> list[dict[str, str]]:
    path = DATA / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _load_targets(rows: list[dict[str, str]], *, edition: Edition) -> None:
    goals = {goal.code: goal for goal in edition.goals.all()}
    GoalTarget.objects.bulk_create(
        [
            GoalTarget(
                goal=goals[row["code"].rpartition(".")[0]],
                code=row["code"],
                sort_key=sort_key_of(row["code"]),
                text_zh=row["text_zh"],
                text_en=row["text_en"],
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["goal", "code"],
        update_fields=["sort_key", "text_zh", "text_en"],
    )


def _load_listed_indicators(rows: list[dict[str, str]], *, edition: Edition) -> None:
    targets = {target.code: target for target in GoalTarget.objects.filter(goal__edition=edition)}
    first = [row for row in rows if not row["repeats"]]
    _upsert_listed(first, targets=targets, known={})
    known = {indicator.code: indicator for indicator in ListedIndicator.objects.filter(goal_target__goal__edition=edition)}
    _upsert_listed([row for row in rows if row["repeats"]], targets=targets, known=known)


def _upsert_listed(rows: list[dict[str, str]], *, targets: dict[str, GoalTarget], known: dict[str, ListedIndicator]) -> None:
    ListedIndicator.objects.bulk_create(
        [
            ListedIndicator(
                goal_target=targets[row["code"].rpartition(".")[0]],
                code=row["code"],
                sort_key=sort_key_of(row["code"]),
                name_zh=row["name_zh"],
                name_en=row["name_en"],
                repeats=known[row["repeats"]] if row["repeats"] else None,
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["goal_target", "code"],
        update_fields=["sort_key", "name_zh", "name_en", "repeats"],
    )


def _rows_of(code: str) -> dict[str, dict[str, Row]]:
    """Everything the record says of a framework, in all its editions. Five queries."""
    goal = ("edition__code", "code")
    target = ("goal__edition__code", "code")
    listed = ("goal_target__goal__edition__code", "code")
    frameworks = Framework.objects.filter(code=code).values("code", "name_zh", "name_en", "is_fictional")
    editions = Edition.objects.filter(framework__code=code).values("code", "name_zh", "name_en", "source_zh", "source_en", "is_current")
    goals = Goal.objects.filter(edition__framework__code=code).values(
        *goal, "name_zh", "name_en", "short_name_zh", "short_name_en", "colour", "lead__code"
    )
    targets = GoalTarget.objects.filter(goal__edition__framework__code=code).values(*target, "text_zh", "text_en")
    indicators = ListedIndicator.objects.filter(goal_target__goal__edition__framework__code=code).values(
        *listed, "name_zh", "name_en", "repeats__code"
    )
    return {
        "framework": rows_by_key(frameworks, "code"),
        "editions": rows_by_key(editions, "code"),
        "goals": rows_by_key(goals, *goal),
        "targets": rows_by_key(targets, *target),
        "indicators": rows_by_key(indicators, *listed),
    }


def _mapping_rows(goals: Iterable[GoalMapping], indicators: Iterable[IndicatorMapping]) -> dict[str, dict[str, Row]]:
    """What a mapping says, stored or not. No query where sources and targets are there."""
    goal_rows: list[Row] = [_said_of(row, source=row.source.code) for row in goals]
    indicator_rows: list[Row] = [_said_of(row, source=row.code) for row in indicators]
    return {"goals": rows_by_key(goal_rows, "source", "target"), "indicators": rows_by_key(indicator_rows, "source", "target")}


def _said_of(row: GoalMapping | IndicatorMapping, *, source: str) -> Row:
    target = row.target.code if row.target else ""
    return {"source": source, "target": target, "relation": row.relation, "reason_zh": row.reason_zh, "reason_en": row.reason_en}
