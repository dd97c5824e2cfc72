"""What the working pages cost: the same number of queries for one and for three of everything."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.attachments.files import pdf
from tests.reporting.matrix.indicators import planned_indicator
from tests.reporting.people import AT, Council, open_demo_cycle, sign_in, small_council
from yongxu.accounts.models import RoleHolding
from yongxu.reporting.models import DueItem
from yongxu.reporting.services.decisions import approve, submit
from yongxu.reporting.services.evidence import attach_evidence
from yongxu.reporting.services.filings import save_filing
from yongxu.reporting.services.remarks import agree_to_section, answer_finding, comment_on_item, comment_on_section, judge_item

pytestmark = pytest.mark.django_db
CHAIN = ("supervisor", "window", "group", "deputy", "secretariat")


def reviewed(council: Council, rows: int) -> list[DueItem]:
    """Items that have come to the last step, with as many comments, answers, judgements and files each."""
    plans = [planned_indicator(f"1.1.{number}", f"Q{number}", council, (council.other_agency,)) for number in range(rows)]
    cycle, items = open_demo_cycle(council, plans)
    for item in items:
        save_filing(item, {"target_text": "降至 10.0%", "parts": [{"result": "12%"}]}, version=0, by=council["officer"], at=AT)
        for number in range(rows):
            comment_on_item(item, text=f"意見 {number}", by=council["officer"], at=AT)
            answer_finding(item, finding="x", place="", text=f"說明 {number}", by=council["officer"], at=AT)
            upload = SimpleUploadedFile(f"{number}.pdf", pdf(b"<</Title(%d %d)>>" % (item.pk, number)))
            attach_evidence(item, upload, by=council["officer"], at=AT)
        submit(item, content=item.filing.content, by=council["officer"], at=AT)
        for key in CHAIN:
            if key == "group":
                for number in range(rows):
                    judge_item(item, verdict="missed", reason=f"理由 {number}", by=council["group"], at=AT)
            approve(item, by=council[key], at=AT)
    for number in range(rows):
        comment_on_section(cycle, section="1", text=f"意見 {number}", answers=None, by=council["member"], at=AT)
    agree_to_section(cycle, section="1", by=council["member"], at=AT)
    return items


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_for_one_and_three(rows: int, client: Client) -> None:
    council = small_council()
    items = reviewed(council, rows)
    sign_in(client, council["secretariat"])
    client.get(reverse("workspace:home"))
    costs = {
        reverse("workspace:home"): 15,
        reverse("indicators-work:queue"): 16,
        reverse("indicators-work:queue-csv"): 16,
        reverse("indicators-work:table"): 20,
        reverse("indicators-work:item", args=[items[0].pk]): 23,
        reverse("indicators-work:cycle-compiled", args=[items[0].cycle_id]): 19,
        reverse("indicators-work:cycle", args=[items[0].cycle_id]): 22,
        reverse("reporting:cycles"): 4,
    }
    asked = {}
    for address in costs:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked[address] = len(queries)
    assert asked == costs


@pytest.mark.parametrize("cycles", [1, 3])
def test_home_costs_the_same_for_one_and_three_cycles(
    cycles: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    council = small_council()
    for number in range(cycles):
        open_demo_cycle(council, [planned_indicator(f"1.1.{number}", f"Q{number}", council)], year=2024 + number)
    sign_in(client, council["secretariat"])
    client.get(reverse("workspace:home"))
    with django_assert_num_queries(9):
        assert len(client.get(reverse("workspace:home")).context["cycles"]) == cycles


def test_powers_are_asked_anew_for_every_page_and_for_every_act(client: Client) -> None:
    council = small_council()
    sign_in(client, council["secretariat"])
    address = reverse("reporting:cycles")
    assert client.get(address).status_code == 200
    RoleHolding.objects.filter(user=council["secretariat"]).delete()
    assert client.get(address).status_code == 403
