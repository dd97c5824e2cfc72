"""Loading reports: difference, idempotence, history, nothing lost."""

from dataclasses import replace
from datetime import datetime

import pytest

from yongxu.accounts.models import User
from yongxu.goals.services import load_framework, read_framework
from yongxu.history.models import Entry
from yongxu.indicators.demo import DEMO_FRAMEWORK, city_reports
from yongxu.indicators.models import Indicator, Judgement, YearReport
from yongxu.indicators.rows import IndicatorReport
from yongxu.indicators.selectors import judge_year, list_years, overview_of, published_rows
from yongxu.indicators.services import Difference, LoadRefused, Source, load_report, remove_fictional_framework
from yongxu.quantities.verdicts import Verdict

pytestmark = pytest.mark.django_db
SOURCE = Source("table.odt", "")


@pytest.fixture
def city(owner: User) -> IndicatorReport:
    load_framework(read_framework(DEMO_FRAMEWORK), is_fictional=True)
    return city_reports()[-1]


def load(report: IndicatorReport, by: User, at: datetime, *, dry_run: bool = False, published: bool = True) -> Difference:
    return load_report(report, framework=DEMO_FRAMEWORK, source=SOURCE, by=by, at=at, dry_run=dry_run, published=published)


def test_loaded_rows_come_back_with_nothing_lost(city: IndicatorReport, owner: User, now: datetime) -> None:
    assert load(city, owner, now).new == ("1.1.1", "1.1.2", "2.1.1", "2.1.2")
    assert published_rows(DEMO_FRAMEWORK, year=2024) == list(city.rows)


def test_loading_again_changes_nothing(city: IndicatorReport, owner: User, now: datetime) -> None:
    load(city, owner, now)
    entries = Entry.objects.count()
    again = load(city, owner, now)
    assert (again.new, again.changed, again.same) == ((), (), ("1.1.1", "1.1.2", "2.1.1", "2.1.2"))
    assert Entry.objects.count() == entries == 4


def test_changed_row_names_its_fields_and_keeps_what_was_there(city: IndicatorReport, owner: User, now: datetime) -> None:
    load(city, owner, now)
    changed = replace(city, rows=(replace(city.rows[0], lag_reason="其他原因"), *city.rows[1:]))
    assert load(changed, owner, now).changed == (("1.1.1", ("lag_reason",)),)
    entry = Entry.objects.last()
    assert entry is not None
    assert (repr(city.rows[0]), repr(changed.rows[0])) == (entry.difference["before"], entry.difference["after"])
    assert published_rows(DEMO_FRAMEWORK, year=2024) == list(changed.rows)


def test_dry_run_says_the_same_and_changes_nothing(city: IndicatorReport, owner: User, now: datetime) -> None:
    assert load(city, owner, now, dry_run=True).new == ("1.1.1", "1.1.2", "2.1.1", "2.1.2")
    assert (Indicator.objects.count(), YearReport.objects.count(), Entry.objects.count()) == (0, 0, 0)


def test_unknown_agencies_are_reported_not_created(city: IndicatorReport, owner: User, now: datetime) -> None:
    unknown = {match.printed for match in load(city, owner, now).unknown_organizations}
    assert unknown == {"示範水務處", "示範交通局"}


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda report: replace(report, year=None), "does not say which year"),
        (lambda report: replace(report, rows=(*report.rows, report.rows[0])), "stands twice"),
        (lambda report: replace(report, rows=(replace(report.rows[0], goal="99"),)), "names goal '99'"),
    ],
)
def test_impossible_report_is_refused_whole(city: IndicatorReport, owner: User, now: datetime, spoil: object, said: str) -> None:
    assert callable(spoil)
    with pytest.raises(LoadRefused, match=said):
        load(spoil(city), owner, now)
    assert (Indicator.objects.count(), Entry.objects.count()) == (0, 0)


def test_report_for_an_unknown_framework_is_refused(city: IndicatorReport, owner: User, now: datetime) -> None:
    with pytest.raises(LoadRefused, match="no framework 'nowhere'"):
        load_report(city, framework="nowhere", source=SOURCE, by=owner, at=now)


def test_unpublished_report_is_shown_nowhere(city: IndicatorReport, owner: User, now: datetime) -> None:
    load(city, owner, now, published=False)
    assert (list_years(DEMO_FRAMEWORK), published_rows(DEMO_FRAMEWORK, year=2024)) == ([], [])
    assert list(Indicator.objects.published()) == []


def test_achievement_counts_by_goal(city: IndicatorReport, owner: User, now: datetime) -> None:
    load(city, owner, now)
    counts = [
        (item.goal.code, item.counts.total, item.counts.met, item.counts.rate) for item in overview_of(DEMO_FRAMEWORK, year=2024).goals
    ]
    assert [(code, total, met, str(rate)) for code, total, met, rate in counts] == [("1", 2, 1, "50.00"), ("2", 2, 1, "100.00")]


def test_twins_count_once_or_as_printed(city: IndicatorReport, owner: User, now: datetime) -> None:
    twin = replace(city, rows=(replace(city.rows[0], same_as=("2.1.1",)), *city.rows[1:]))
    load(twin, owner, now)
    assert overview_of(DEMO_FRAMEWORK, year=2024, twins="printed").total.total == 4
    assert overview_of(DEMO_FRAMEWORK, year=2024, twins="once").total.total == 3


def test_judgement_of_a_person_stands_beside_the_computed_verdict(city: IndicatorReport, owner: User, now: datetime) -> None:
    load(city, owner, now)
    report = YearReport.objects.get(indicator__code="1.1.1", year=2024)
    Judgement.objects.create(report=report, verdict="met", reason="重算", judged_by=owner, judged_at=now)
    judged = judge_year(DEMO_FRAMEWORK, year=2024)[0]
    assert (judged.verdict, judged.judgement, judged.counts_as) == (Verdict.MISSED, Verdict.MET, Verdict.MET)


def test_removing_the_fiction_leaves_the_history(city: IndicatorReport, owner: User, now: datetime) -> None:
    load(city, owner, now)
    assert remove_fictional_framework(DEMO_FRAMEWORK, by=owner, at=now) == 4
    assert (Indicator.objects.count(), YearReport.objects.count(), Entry.objects.count()) == (0, 0, 8)
