"""What reviewers judge of a measure that figures do not decide: in the record and on the page, until a new report takes its place."""

import csv
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.conftest import NOW
from yongxu.accounts.models import User
from yongxu.accounts.services.demo import DOMAIN
from yongxu.climate.filing import filing_from_json, filing_to_json
from yongxu.climate.models import MeasureYear
from yongxu.climate.publishing import publish_measures
from yongxu.history.models import Entry
from yongxu.reporting.models import Cycle, DueItem
from yongxu.reporting.services.decisions import approve, correct, submit
from yongxu.reporting.services.filings import save_filing
from yongxu.reporting.services.remarks import judge_item

PAGE = "/en/programmes/demo-city-net-zero/measures/2.2.1/"
REASON = "監測報告已送市政府備查，兩處均符合標準。"


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@{DOMAIN}")


def item() -> DueItem:
    return DueItem.objects.with_route().get(cycle__subject=Cycle.Subject.SECTORS, code="2.2.1")


def publish() -> MeasureYear:
    publish_measures(Cycle.objects.get(subject=Cycle.Subject.SECTORS), by=person("secretariat"), at=timezone.now())
    return MeasureYear.objects.published().get(measure__code="2.2.1", year=2025, measure__strategy__programme__is_fictional=True)


def approve_by(*names: str) -> None:
    for name in names:
        approve(item(), by=person(name), at=timezone.now())


@pytest.fixture
def judged(db: None) -> MeasureYear:
    call_command("demo")
    approve_by("city-supervisor")
    judge_item(item(), verdict="met", reason=REASON, by=person("window"), at=timezone.now())
    approve_by("window", "secretariat")
    return publish()


def test_judgement_is_part_of_the_record_and_of_its_history(judged: MeasureYear) -> None:
    assert (judged.judged_verdict, judged.judged_reason) == ("met", REASON)
    entry = Entry.objects.get(subject_type="climate.measureyear", subject_key=str(judged.pk), verb="judge")
    assert (entry.actor, entry.difference) == (person("window"), {"computed": "needs_judgement", "judged": "met"})


def test_public_page_shows_the_judgement_beside_the_computed_verdict(judged: MeasureYear, client: Client) -> None:
    shown = client.get(PAGE)
    assert (shown.context["latest"].status.value, shown.context["latest"].computed.value) == ("met", "needs_judgement")
    words = shown.content.decode()
    assert REASON in words
    assert "Judged in review" in words
    assert "By the figures alone" in words


def test_downloads_carry_the_judgement(judged: MeasureYear, client: Client) -> None:
    document = json.loads(client.get(f"{PAGE}data.json").content)
    assert [(each["year"], each["verdict"], each["reason"]) for each in document["judgements"]] == [(2025, "met", REASON)]
    lines = list(csv.DictReader(client.get(f"{PAGE}data.csv").content.decode("utf-8-sig").splitlines()))
    said = {line["year"]: (line["standing"], line["judged_verdict"], line["judged_reason"]) for line in lines}
    assert said["2025"] == ("met", "met", REASON)
    assert {(line["judged_verdict"], line["judged_reason"]) for line in lines if line["year"] != "2025"} == {("", "")}


def test_a_new_report_takes_the_place_of_what_was_judged(judged: MeasureYear, client: Client) -> None:
    correct(item(), note="補登監測次數。", by=person("secretariat"), at=timezone.now())
    filing = filing_from_json(item().filing.content)
    content = filing_to_json(filing) | {"explanation": "監測共辦理四次。"}
    save_filing(item(), content, version=item().filing.version, by=person("city-officer"), at=timezone.now())
    submit(item(), content=content, by=person("city-officer"), at=timezone.now())
    approve_by("city-supervisor", "window", "secretariat")
    year = publish()
    assert (year.judged_verdict, year.judged_reason, year.judged_at) == ("", "", None)
    assert REASON not in client.get(PAGE).content.decode()
    assert Entry.objects.filter(subject_type="climate.measureyear", subject_key=str(year.pk), verb="judge").count() == 1


def test_judgement_without_a_reason_is_none(judged: MeasureYear) -> None:
    judged.judged_reason, judged.judged_at = "", NOW
    with pytest.raises(ValidationError):
        judged.full_clean()
