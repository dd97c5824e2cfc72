"""A whole reporting year of measures: everybody files and reviews, and what is published is the record; the pages on which that is done."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.accounts.proof import proved
from tests.conftest import loader
from tests.reporting.people import give, person
from tests.reporting.walking import file, someone, walk
from yongxu.accounts.models import Role, User
from yongxu.climate.demo import CITY_PROGRAMME, city_programme_reports
from yongxu.climate.filing import (
    AmountFiling,
    MeasureFiling,
    ResultFiling,
    filing_from_json,
    filing_of_row,
    filing_to_json,
    planned_row,
    start_from,
    without_results,
)
from yongxu.climate.interchange import report_from_json
from yongxu.climate.models import MeasureYear
from yongxu.climate.plans import ALL, plan_items, planned_rows
from yongxu.climate.publishing import publish_measures
from yongxu.climate.rows import MeasureRow
from yongxu.climate.selectors.rows import published_rows
from yongxu.climate.services import DATA, load_programme_report, load_programmes, read_programmes
from yongxu.organizations.models import Body, Organization
from yongxu.organizations.services import load_bodies, load_organizations, read_bodies, read_organizations
from yongxu.reporting.differences import Source
from yongxu.reporting.models import Cycle, DueItem, Erratum, Publication, Snapshot
from yongxu.reporting.plans import standard_steps
from yongxu.reporting.services.cycles import draft_cycle, open_cycle
from yongxu.reporting.services.decisions import correct

AT = datetime(2025, 2, 3, 2, 0, tzinfo=UTC)
REPORT = report_from_json(json.loads((DATA / "manufacturing-113.json").read_text(encoding="utf-8")))
ROWS: dict[str, MeasureRow] = {row.code: row for row in REPORT.rows}


@pytest.fixture
def programme(db: None) -> None:
    """The manufacturing programme with the benefits of its year, before anybody reported."""
    by = loader()
    Body.objects.create(code="older-council", kind="council", name_zh="另一委員會")
    load_organizations(read_organizations(), by=by, at=AT)
    load_bodies(read_bodies(), by=by, at=AT)
    load_programmes(read_programmes(), by=by, at=AT)
    source = Source("plan.json", "")
    load_programme_report(without_results(REPORT), programme="manufacturing", source=source, by=by, at=AT, published=False)


def secretariat() -> User:
    return someone(Role.SECRETARIAT, Body.objects.get(code="council"))


def begin(subject: str = "sectors", *, half: int | None = None, only: tuple[str, ...] = (), scope: str = "manufacturing") -> Cycle:
    """A cycle over the programme, or over some of its measures."""
    steps = standard_steps(subject, opens_on=date(2025, 2, 3))
    by = secretariat()
    made = draft_cycle(
        subject=subject,
        scope=scope,
        title="113 年製造部門執行情形",
        year=2024,
        half=half,
        opens_on=date(2025, 2, 3),
        steps=steps,
        by=by,
        at=AT,
    )
    open_cycle(made, [item for item in plan_items(subject, scope) if not only or item.code in only], by=by, at=AT)
    return made


def report(item: DueItem, row: MeasureRow) -> None:
    file(item, filing_to_json(filing_of_row(row)), at=AT)
    walk(item, at=AT)


def test_filed_year_equals_the_table_made_by_hand(programme: None) -> None:
    cycle = begin()
    items = list(cycle.items.all())
    assert len(items) == 47
    for item in items:
        report(item, ROWS[item.code])
    assert published_rows("manufacturing", year=2024) == []
    published = publish_measures(cycle, by=secretariat(), at=AT)
    cycle.refresh_from_db()
    assert (published.items, published.remaining, Snapshot.objects.count(), cycle.state) == (47, 0, 47, "published")
    found = {row.code: row for row in published_rows("manufacturing", year=2024)}
    for code, row in ROWS.items():
        different = [
            field.name for field in fields(row) if field.name != "place" and getattr(row, field.name) != getattr(found[code], field.name)
        ]
        assert (code, different) == (code, [])
    assert Publication.objects.filter(cycle=cycle).count() == 1


def test_routes_lead_through_the_lead_ministry(programme: None) -> None:
    only = ("1.1.1", "1.4.3")
    for subject, roles in (
        ("sectors", ["officer", "supervisor", "ministry_window", "secretariat"]),
        ("strategies", ["officer", "supervisor", "ministry_window", "task_force_contact", "secretariat"]),
    ):
        if subject == "strategies":
            plan = REPORT.rows[:1]
            small = replace(without_results(REPORT), rows=tuple(planned_row(row) for row in plan))
            load_programme_report(small, programme="hydrogen", source=Source("plan.json", ""), by=loader(), at=AT, published=False)
        cycle = begin(subject, only=only, scope=ALL)
        for item in cycle.items.all():
            stations = list(item.stations.select_related("organization", "body"))
            assert [station.role for station in stations] == roles
            last = stations[-1].body
            assert last is not None
            assert last.code == "council"
            window = stations[2].organization
            assert window is not None
            assert window.code == "moea"
            if subject == "strategies":
                assert stations[3].body is not None
                assert stations[3].body.code == "task-force-net-zero"
    assert [place.section for place in DueItem.objects.get(cycle__subject="strategies").appearances.all()] == ["氫能"]


def test_measure_without_agency_is_filed_by_the_lead_of_its_programme(programme: None) -> None:
    assert ROWS["1.1.5"].agencies == ()
    planned = {item.code: item for item in plan_items("sectors", "manufacturing")}
    organization = planned["1.1.5"].organization
    assert organization is not None
    assert organization.code == "moea"


def test_measure_that_had_ended_begins_as_ended_in_the_next_year(programme: None) -> None:
    cycle = begin(only=("1.1.2", "1.1.1"))
    for item in cycle.items.all():
        report(item, ROWS[item.code])
    publish_measures(cycle, by=secretariat(), at=AT)
    item = cycle.items.get(code="1.1.2")
    assert planned_rows([item], year=2024)[item.subject_key].ended is False
    next_year = start_from(planned_rows([item], year=2025)[item.subject_key])
    assert (next_year.ended, next_year.ended_text) == (True, "已於 112 年結束")
    item = cycle.items.get(code="1.1.1")
    next_year = start_from(planned_rows([item], year=2025)[item.subject_key])
    assert next_year == MeasureFiling(target_text=ROWS["1.1.1"].target_text, plan=ROWS["1.1.1"].plan, amounts=(AmountFiling("公務預算"),))


def test_half_year_is_frozen_but_no_fact_of_the_year(programme: None) -> None:
    cycle = begin(half=1, only=("1.1.1",))
    report(cycle.items.get(), ROWS["1.1.1"])
    publish_measures(cycle, by=secretariat(), at=AT)
    assert Snapshot.objects.get().content["result_text"] == ROWS["1.1.1"].result_text
    assert published_rows("manufacturing", year=2024) == []
    assert begin(only=("1.1.1",)).items.count() == 1


def test_correction_goes_through_the_chain_and_says_what_it_corrected(programme: None) -> None:
    cycle = begin(only=("1.1.7", "1.1.1"))
    item = cycle.items.get(code="1.1.7")
    report(item, ROWS["1.1.7"])
    publish_measures(cycle, by=secretariat(), at=AT)
    correct(item, note="輔導家數重複計列一家。", by=secretariat(), at=AT)
    filing = filing_of_row(ROWS["1.1.7"])
    results = tuple(replace(said, text=said.text.replace("11 家", "10 家")) for said in filing.results)
    file(DueItem.objects.get(pk=item.pk), filing_to_json(replace(filing, results=results)), at=AT)
    assert "11 家" in MeasureYear.objects.published().get(measure__code="1.1.7").result_text
    walk(DueItem.objects.get(pk=item.pk), at=AT)
    publish_measures(Cycle.objects.get(pk=cycle.pk), by=secretariat(), at=datetime(2025, 9, 1, 2, 0, tzinfo=UTC))
    erratum = Erratum.objects.get()
    assert erratum.note == "輔導家數重複計列一家。"
    assert (erratum.before["results"][1]["value"], erratum.after["results"][1]["value"]) == ("11", "10")
    assert "10 家" in MeasureYear.objects.published().get(measure__code="1.1.7").result_text


# The pages.


@pytest.fixture
def item(programme: None) -> DueItem:
    return begin(only=("1.1.1",)).items.get()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form_of(client: Client, item: DueItem) -> dict[str, str]:
    """What the browser would send back untouched."""
    page = client.get(reverse("climate-work:item", args=[item.pk]))
    forms = page.context["forms"]
    sent: dict[str, str] = {}
    for form in [forms.report, *forms.results.forms, *forms.amounts.forms, forms.results.management_form, forms.amounts.management_form]:
        for name in form.fields:
            value = form[name].value()
            if value is not None and value is not False:
                sent[form.add_prefix(name)] = "on" if value is True else str(value)
    return sent


def test_owner_writes_colleague_sees_stranger_knows_nothing(item: DueItem) -> None:
    officer = someone(Role.OFFICER, item.organization)
    supervisor = someone(Role.SUPERVISOR, item.organization)
    address = reverse("climate-work:item", args=[item.pk])
    assert signed_in(officer).get(address).context["forms"] is not None
    seen = signed_in(supervisor).get(address)
    assert (seen.status_code, seen.context["forms"]) == (200, None)
    outsider = person("outsider", Role.OFFICER, at=Organization.objects.get(code="moenv"))
    for name in ("item", "sheet"):
        assert signed_in(outsider).get(reverse(f"climate-work:{name}", args=[item.pk])).status_code == 404
    for name in ("item", "live", "autosave"):
        assert signed_in(outsider).post(reverse(f"climate-work:{name}", args=[item.pk]), {"version": "0"}).status_code == 404
    assert signed_in(supervisor).post(reverse("climate-work:autosave", args=[item.pk]), {"version": "0"}).status_code == 403
    assert Client().get(address).status_code == 302
    # The pages of one subject do not show another's reports.
    assert signed_in(officer).get(reverse("indicators-work:item", args=[item.pk])).status_code == 404


def test_form_as_it_was_shown_saves_and_sends(item: DueItem) -> None:
    officer = someone(Role.OFFICER, item.organization)
    client = signed_in(officer)
    sent = form_of(client, item)
    sent["result-0-text"] = "113 年輔導廠商 85 家"
    sent |= {
        "amount-0-amount": "2,060.1",
        "amount-0-unit": "萬元",
        "rate": "100",
        "result-1-first_year": "2021",
        "result-1-text": "減碳 3 公噸",
    }
    assert client.post(reverse("climate-work:item", args=[item.pk]), sent).status_code == 302
    filing = filing_from_json(DueItem.objects.get(pk=item.pk).filing.content)
    assert filing.results[:2] == (
        ResultFiling("113 年輔導廠商 85 家", 0, "1"),
        ResultFiling("減碳 3 公噸", 1, "2", 110, None),
    )
    assert filing.amounts == (AmountFiling("公務預算", "2,060.1", "萬元"),)
    incomplete = client.post(reverse("climate-work:item", args=[item.pk]), form_of(client, item) | {"submit": "1"})
    assert incomplete.status_code == 422
    [(field, words)] = incomplete.context["missing"]
    assert field == "id_result-2-text"
    assert "帶動投資" in words
    assert field in {form["text"].auto_id for form in incomplete.context["forms"].results.forms}
    again = form_of(client, item) | {"submit": "1", "result-2-text": "113 年帶動投資 117.9 億元"}
    assert client.post(reverse("climate-work:item", args=[item.pk]), again).status_code == 302
    item.refresh_from_db()
    assert (item.state, item.filing.version) == (DueItem.State.REVIEW, 2)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("rate", "很高"),
        ("co2e_year", "不知道"),
        ("co2e_cumulative", "5 公頃"),
        ("amount-0-amount", "待決算"),
        ("result-0-first_year", "去年"),
    ],
)
def test_bad_input_keeps_the_text_and_says_where(item: DueItem, field: str, typed: str) -> None:
    client = signed_in(someone(Role.OFFICER, item.organization))
    answer = client.post(reverse("climate-work:item", args=[item.pk]), form_of(client, item) | {field: typed, "explanation": "說明在此"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert [id for id, _ in answer.context["errors"]] == [f"id_{field}"]
    assert f'href="#id_{field}"' in page
    assert typed in page
    assert "說明在此" in page
    assert not hasattr(DueItem.objects.get(pk=item.pk), "filing")


@pytest.mark.parametrize("whose", ["mine", "theirs"])
def test_second_writer_is_shown_both_versions(item: DueItem, whose: str) -> None:
    first, second = someone(Role.OFFICER, item.organization), person("second", Role.OFFICER, at=item.organization)
    sent = form_of(signed_in(first), item)
    address = reverse("climate-work:item", args=[item.pk])
    signed_in(first).post(address, sent | {"explanation": "甲"})
    answer = signed_in(second).post(address, sent | {"explanation": "乙"})
    assert answer.status_code == 409
    [choice] = answer.context["versions"].choices
    assert (choice.change.field, choice.change.before, choice.change.now, choice.whose) == ("經費說明", "甲", "乙", "")
    over = sent | {"explanation": "乙", "version": str(answer.context["versions"].version), f"keep:{choice.key}": whose}
    assert signed_in(second).post(address, over).status_code == 302
    assert DueItem.objects.get(pk=item.pk).filing.content["explanation"] == {"mine": "乙", "theirs": "甲"}[whose]


def test_what_two_wrote_in_different_fields_stands_side_by_side(item: DueItem) -> None:
    first, second = someone(Role.OFFICER, item.organization), person("second", Role.OFFICER, at=item.organization)
    start = form_of(signed_in(first), item)
    address = reverse("climate-work:item", args=[item.pk])
    signed_in(first).post(address, start | {"remarks": "開始"})
    sent = form_of(signed_in(first), item)
    signed_in(first).post(address, sent | {"explanation": "甲", "co2e_kind": "realised"})
    answer = signed_in(second).post(address, sent | {"rate": "98.2", "submit": ""}, follow=True)
    assert "經費說明、減量性質。兩人的修改都已保留。請看過後再送出。" in answer.content.decode()
    stored = DueItem.objects.get(pk=item.pk)
    assert [stored.filing.content[field] for field in ("explanation", "co2e_kind", "rate", "remarks")] == ["甲", "realised", "98.2", "開始"]
    assert (stored.state, stored.filing.version) == (DueItem.State.FILING, 3)


def test_autosave_keeps_what_cannot_be_read_and_says_verdict(item: DueItem) -> None:
    client = signed_in(someone(Role.OFFICER, item.organization))
    sent = form_of(client, item) | {"rate": "很高", "result-0-text": "113 年輔導廠商 60 家"}
    answer = client.post(reverse("climate-work:autosave", args=[item.pk]), sent).json()
    assert answer["version"] == 1
    assert "verdict" in answer["live"]
    assert DueItem.objects.get(pk=item.pk).filing.content["rate"] == "很高"
    live = client.post(reverse("climate-work:live", args=[item.pk]), sent)
    assert live.context["live"].parts[0].verdict == "missed"


@pytest.mark.parametrize("codes", [("1.1.1",), ("1.1.1", "1.1.3", "2.4.2")])
def test_queue_takes_the_same_queries_for_one_and_three(
    programme: None, codes: tuple[str, ...], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cycle = begin(only=codes)
    for each in cycle.items.all():
        file(each, filing_to_json(filing_of_row(ROWS[each.code])), at=AT)
    client = signed_in(secretariat())
    client.get("/work/")
    with django_assert_num_queries(16):
        answer = client.get(reverse("climate-work:queue"))
    assert sorted(row.item.code for row in answer.context["rows"]) == sorted(codes)
    words = client.get(reverse("climate-work:queue-csv")).content.decode()
    assert words.count("\r\n") == 1 + len(codes)


def test_secretariat_makes_opens_and_publishes_a_cycle_on_the_pages(programme: None) -> None:
    client = signed_in(secretariat())
    form = client.get(reverse("climate-work:cycle-new", args=["sectors"])).context["forms"]
    assert dict(form.cycle.fields["scope"].choices) == {"all": "全部", "manufacturing": "製造部門行動方案"}
    sent = {"scope": "manufacturing", "title": "113 年執行情形", "year": "113", "half": "", "opens_on": "2025-02-03", "audience": ""}
    for each in [form.steps.management_form, *form.steps.forms]:
        for name in each.fields:
            value = each[name].value()
            sent |= {each.add_prefix(name): str(value)} if value not in (None, False) else {}
    made = client.post(reverse("climate-work:cycle-new", args=["sectors"]), sent)
    assert made.status_code == 302
    cycle = Cycle.objects.get()
    draft = client.get(reverse("climate-work:cycle", args=[cycle.pk]))
    assert len(draft.context["planned"]) == 47
    assert client.get(reverse("indicators-work:cycle", args=[cycle.pk])).status_code == 404
    client.post(reverse("climate-work:cycle-start", args=[cycle.pk]))
    item = cycle.items.get(code="1.1.1")
    report(item, ROWS["1.1.1"])
    compiled = client.get(reverse("climate-work:cycle-compiled", args=[cycle.pk]))
    assert [(part.code, part.name, len(part.rows)) for part in compiled.context["sections"]] == [("製造部門", "行動方案", 47)]
    assert list(compiled.context["cycles"]) == [cycle]
    proved(secretariat()).post(reverse("climate-work:cycle-publish", args=[cycle.pk]), {"sure": "yes"})
    item.refresh_from_db()
    assert item.state == DueItem.State.PUBLISHED
    assert reverse("climate-work:cycle", args=[cycle.pk]) in client.get("/work/cycles/").content.decode()
    assert f"{reverse('climate-work:queue')}?cycle={cycle.pk}" in client.get("/work/").content.decode()


def test_bulk_approval_says_what_it_left_out(programme: None) -> None:
    cycle = begin(only=("1.1.1", "1.1.3"))
    first, second = cycle.items.order_by("sort_key")
    file(first, filing_to_json(filing_of_row(ROWS["1.1.1"])), at=AT)
    supervisor = someone(Role.SUPERVISOR, first.organization)
    give(supervisor, Role.SUPERVISOR, at=second.organization)
    answer = signed_in(supervisor).post(
        reverse("climate-work:approve-many"), {"item": [first.pk, second.pk], "cycle": cycle.pk}, follow=True
    )
    said = [str(message) for message in answer.context["messages"]]
    assert [words[:5] for words in said] == ["已同意 1", "1.1.3"]
    first.refresh_from_db()
    assert first.position == 2


def test_fictional_programmes_are_chosen_by_name_only(programme: None) -> None:
    load_programmes([CITY_PROGRAMME], by=loader(), at=AT, is_fictional=True)
    for table in city_programme_reports():
        load_programme_report(table, programme=CITY_PROGRAMME["code"], source=Source("demo", "", is_demo=True), by=loader(), at=AT)
    assert len(plan_items("sectors", ALL)) == 47
    assert [item.code for item in plan_items("sectors", CITY_PROGRAMME["code"])] == [
        "1.1.1",
        "1.1.2",
        "1.2.1",
        "2.1.1",
        "2.1.2",
        "2.2.1",
        "2.2.2",
    ]
