"""What a reviewer judges by hand, from the review to the record; last year's texts taken over; the ministry's table."""

import csv
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests.conftest import made_once
from yongxu.accounts.models import User
from yongxu.indicators.models import Judgement, YearReport
from yongxu.indicators.publishing import publish_indicators
from yongxu.indicators.selectors import judge_report
from yongxu.quantities.verdicts import Verdict
from yongxu.reporting.models import Cycle, DueItem, FindingAnswer, ReviewJudgement
from yongxu.reporting.selectors import judgement_in_force
from yongxu.reporting.services.decisions import approve, send_back, submit
from yongxu.reporting.services.remarks import RemarkRefused, answer_finding, judge_item


@pytest.fixture(autouse=True, scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with made_once(django_db_blocker, lambda: call_command("demo")):
        yield


@pytest.fixture(autouse=True)
def put_back(demo: None, db: None) -> None:
    """Whatever a test changes in the demo is undone after it."""


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.example")


def item(code: str) -> DueItem:
    return DueItem.objects.with_route().get(cycle__subject=Cycle.Subject.INDICATORS, code=code)


def standing(code: str) -> ReviewJudgement | None:
    return judgement_in_force(item(code).judgements.all(), item(code).decisions.all())


def test_judgement_of_the_review_is_published_beside_the_computed_verdict(client: Client) -> None:
    now = timezone.now()
    judge_item(item("1.2.2"), verdict="missed", reason="尚未核定。", by=person("group"), at=now)
    judge_item(item("1.2.2"), verdict="met", reason="已核定，附會議紀錄。", by=person("group"), at=now)
    for name in ("group", "deputy", "secretariat", "secretariat"):
        approve(item("1.2.2"), by=person(name), at=now)
    publish_indicators(Cycle.objects.get(subject=Cycle.Subject.INDICATORS), by=person("secretariat"), at=now)
    report = YearReport.objects.published().for_verdicts().get(indicator__code="1.2.2", year=2025)
    judged = Judgement.objects.get(report=report)
    assert (judged.verdict, judged.reason, judged.judged_by) == ("met", "已核定，附會議紀錄。", person("group"))
    assert (judge_report(report).verdict, judge_report(report).counts_as) == (Verdict.NEEDS_JUDGEMENT, Verdict.MET)
    address = "/demo-city/indicators/1.2.2/"
    assert judged.reason in client.get(address).content.decode()
    told = [(each["year"], each["judgement"] and each["judgement"]["reason"]) for each in client.get(f"{address}data.json").json()["years"]]
    assert told[-1] == (2025, judged.reason)
    lines = csv.DictReader(client.get(f"{address}data.csv").content.decode("utf-8-sig").splitlines())
    (line,) = [line for line in lines if line["year"] == "2025"]
    assert (line["verdict"], line["judged_verdict"], line["judged_reason"]) == ("needs_judgement", "met", judged.reason)


def test_judgement_ends_with_a_new_report() -> None:
    now = timezone.now()
    judge_item(item("1.2.2"), verdict="met", reason="已核定。", by=person("group"), at=now)
    assert standing("1.2.2") is not None
    send_back(item("1.2.2"), to_position=0, comment="請補附件。", by=person("group"), at=now)
    report = item("1.2.2")
    submit(report, content=report.filing.content, by=person("city-officer"), at=now + timedelta(minutes=1))
    assert standing("1.2.2") is None


@pytest.mark.parametrize("name", ["city-officer", "officer", "city-supervisor", "deputy", "secretariat", "member", "auditor"])
def test_only_who_reviews_now_judges(name: str) -> None:
    with pytest.raises(PermissionDenied):
        judge_item(item("1.2.2"), verdict="met", reason="理由", by=person(name), at=timezone.now())


@pytest.mark.parametrize(("verdict", "reason"), [("met", " "), ("", "理由"), ("needs_judgement", "理由")])
def test_judgement_needs_verdict_and_reason(verdict: str, reason: str) -> None:
    with pytest.raises(RemarkRefused):
        judge_item(item("1.2.2"), verdict=verdict, reason=reason, by=person("group"), at=timezone.now())


def test_last_years_texts_fill_only_what_is_empty(client: Client) -> None:
    last = YearReport.objects.published().get(indicator__code="1.1.2", year=2024)
    YearReport.objects.filter(pk=last.pk).update(lag_reason="去年的原因", countermeasures="去年的對策", remarks="去年的備註")
    client.force_login(person("officer"))
    due = item("1.1.2")
    address = reverse("indicators-work:item", args=[due.pk])
    typed = {"version": due.filing.version, "target_text": "降至 255 公升以下", "lag_reason": "今年的原因", "take_over": "1"}
    typed |= {"part-TOTAL_FORMS": 1, "part-INITIAL_FORMS": 1, "part-0-result": "259 公升"}
    typed |= {"group-TOTAL_FORMS": 0, "group-INITIAL_FORMS": 0}
    assert client.post(address, typed).status_code == 302
    content = item("1.1.2").filing.content
    assert [content[field] for field in ("lag_reason", "countermeasures", "remarks")] == ["今年的原因", "去年的對策", "去年的備註"]


def test_target_of_several_lines_that_a_browser_sends_back_is_the_same_target(client: Client) -> None:
    """Browsers end lines with CRLF; the parts as they were set must not be read anew from the words."""
    client.force_login(person("officer"))
    due = item("1.1.3")
    target = due.filing.content["target_text"]
    assert "\n" in target
    typed = {"version": due.filing.version, "target_text": target.replace("\n", "\r\n"), "remarks": "一\r\n二"}
    typed |= {"part-TOTAL_FORMS": 2, "part-INITIAL_FORMS": 2, "group-TOTAL_FORMS": 0, "group-INITIAL_FORMS": 0}
    assert client.post(reverse("indicators-work:item", args=[due.pk]), typed).status_code == 302
    content = item("1.1.3").filing.content
    assert (content["target_text"], content["remarks"]) == (target, "一\n二")


@pytest.mark.parametrize(
    ("name", "codes"), [("window", 13), ("officer", 5), ("auditor", 13), ("deputy", 3), ("executive", 1), ("task-force", 0)]
)
def test_table_has_what_the_person_sees(client: Client, name: str, codes: int) -> None:
    client.force_login(person(name))
    lines = client.get(reverse("indicators-work:table-csv")).content.decode("utf-8-sig").splitlines()
    assert sum(line.startswith(("1 ", "2 ", "3 ")) for line in lines) == codes


def test_board_counts_open_findings_by_rule_until_they_are_closed(client: Client) -> None:
    client.force_login(person("secretariat"))
    board = reverse("indicators-work:cycle", args=[Cycle.objects.get(subject=Cycle.Subject.INDICATORS).pk])

    def counts() -> dict[str, tuple[int, int, int]]:
        return {rule.code: (rule.open, rule.reports, rule.closed) for rule in client.get(board).context["rules"]}

    before = counts()
    assert before["part_without_result"] == (1, 1, 0)
    answer_finding(item("1.1.3"), finding="part_without_result", place="2", text="尚在統計。", by=person("officer"), at=timezone.now())
    assert counts() == before
    FindingAnswer.objects.update(closed_at=timezone.now(), closed_by=person("supervisor"))
    assert counts()["part_without_result"] == (0, 0, 1)


@pytest.mark.parametrize("column", ["code", "organization", "verdict", "findings", "due", "sideways"])
def test_queue_is_sorted_by_its_columns_and_so_is_its_file(client: Client, column: str) -> None:
    client.force_login(person("secretariat"))
    queue, table = reverse("indicators-work:queue"), reverse("indicators-work:queue-csv")
    up, down = ([row.item.code for row in client.get(queue, {"sort": sort}).context["rows"]] for sort in (column, f"-{column}"))
    if column == "sideways":
        assert up == [row.item.code for row in client.get(queue).context["rows"]]
    else:
        assert (len(up), down) == (13, up[::-1])
    if column == "code":
        assert up == sorted(up)
    lines = client.get(table, {"sort": column}).content.decode("utf-8-sig").splitlines()[1:]
    assert [line.split(",")[0] for line in lines] == up


def test_incomplete_report_is_saved_and_not_sent(client: Client) -> None:
    client.force_login(person("officer"))
    due = item("1.1.3")
    typed = {"version": due.filing.version, "target_text": due.filing.content["target_text"], "submit": "1"}
    typed |= {"part-TOTAL_FORMS": 2, "part-INITIAL_FORMS": 2, "part-0-result": "每日 3.3 萬立方公尺", "part-1-result": ""}
    typed |= {"group-TOTAL_FORMS": 0, "group-INITIAL_FORMS": 0, "remarks": "寫到一半"}
    response = client.post(reverse("indicators-work:item", args=[due.pk]), typed)
    assert (response.status_code, [field for field, _ in response.context["missing"]]) == (422, ["id_part-1-result"])
    assert (item("1.1.3").filing.content["remarks"], item("1.1.3").position) == ("寫到一半", 0)
