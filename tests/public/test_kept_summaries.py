"""What is computed once for a state of the record never differs from what its facts give: shown on whole pages, after random changes."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.test import Client

from tests.conftest import NOW
from tests.public.conftest import city_report, load_rows
from tests.public.measures import ROWS as MEASURES
from tests.public.measures import load_measures
from yongxu.accounts.models import User
from yongxu.climate.models import Measure
from yongxu.climate.services import mark_overlap
from yongxu.goals.services import load_framework, read_framework
from yongxu.indicators.demo import DEMO_FRAMEWORK
from yongxu.indicators.models import Judgement, YearReport
from yongxu.indicators.services import judge_by_hand, load_report, remove_demo_indicators
from yongxu.quantities.verdicts import Verdict
from yongxu.reporting.differences import Source

PAGES = ("/", "/en/", "/demo-city/", "/demo-city/goals/1/", "/demo-city/indicators/", "/en/demo-city/indicators/?verdict=missed")
Change = Callable[[random.Random, User, datetime], None]


def load_some(chance: random.Random, by: User, at: datetime) -> None:
    framework, year = chance.choice((DEMO_FRAMEWORK, "tsdg")), chance.choice((2023, 2024))
    load_rows(chance.randint(1, 4), by=by, at=at, framework=framework, year=year, published=chance.random() < 0.8)


def correct_some(chance: random.Random, by: User, at: datetime) -> None:
    report = city_report()
    row = chance.choice(report.rows)
    targets = tuple(replace(part, value=part.value and part.value + Decimal(chance.randint(-9, 9))) for part in row.targets)
    row = replace(row, lag_reason=f"原因 {chance.random()}", targets=targets)
    source = Source("correction.odt", "", is_demo=True)
    load_report(replace(report, rows=(row,)), framework=DEMO_FRAMEWORK, source=source, by=by, at=at, replace_published=True)


def judge_some(chance: random.Random, by: User, at: datetime) -> None:
    for report in YearReport.objects.order_by("pk")[: chance.randint(0, 2)]:
        judge_by_hand(report, verdict=chance.choice(list(Verdict)), reason="查證", by=by, at=at)


def load_some_measures(chance: random.Random, by: User, at: datetime) -> None:
    rows = chance.sample(MEASURES, chance.randint(1, 3))
    load_measures(*(replace(row, co2e=replace(row.co2e, year=Decimal(chance.randint(1, 9)))) for row in rows), by=by, at=at)


def overlap_some(chance: random.Random, by: User, at: datetime) -> None:
    measures = list(Measure.objects.filter(counted_in=None, overlapped_by=None).order_by("pk"))
    if len(measures) > 1:
        one, other = chance.sample(measures, 2)
        mark_overlap(one, counted_in=other, reason="同一套設備", by=by, at=at)


def rename_goal(chance: random.Random, by: User, at: datetime) -> None:
    data = read_framework(DEMO_FRAMEWORK)
    data["goals"][0]["name_zh"] = f"改寫的名稱 {chance.random()}"
    load_framework(data, by=by, at=at, is_fictional=True)


def remove_corrected(_chance: random.Random, by: User, at: datetime) -> None:
    if not Judgement.objects.exists():
        remove_demo_indicators(by=by, at=at)


CHANGES: tuple[Change, ...] = (load_some, correct_some, judge_some, load_some_measures, overlap_some, rename_goal, remove_corrected)


def pages(client: Client, *, from_facts: bool) -> dict[str, bytes]:
    shown = {}
    for address in PAGES:
        caches["pages"].clear()
        if from_facts:
            caches["summaries"].clear()
        shown[address] = client.get(address).content
    return shown


@pytest.mark.parametrize("seed", [1, 2])
def test_kept_summaries_equal_the_facts(frameworks: None, client: Client, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  (examples, not secrets)
    judge, seen = User.objects.create_superuser("judge@example.org", "a-long-password-3"), set()
    for step, change in enumerate([load_some, *chance.sample(CHANGES, len(CHANGES))]):
        change(chance, judge, NOW + timedelta(days=step))
        after_change = pages(client, from_facts=False)
        assert pages(client, from_facts=True) == after_change
        assert pages(client, from_facts=False) == after_change
        seen.add(after_change["/demo-city/indicators/"] + after_change["/"])
    assert len(seen) > 3
