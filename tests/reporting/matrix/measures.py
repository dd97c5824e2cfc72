"""The measures of the matrix: programmes of strategies and sectors with an item over each measure, and what their officers write."""

from dataclasses import replace

from tests.climate.programmes import measure
from tests.conftest import loader
from tests.reporting.matrix.promises import OTHER, Promise, secret
from tests.reporting.people import AT, Council
from yongxu.climate.filing import AmountFiling, MeasureFiling, ResultFiling, filing_to_json, planned_row
from yongxu.climate.models import Programme
from yongxu.climate.plans import KINDS, plan_items
from yongxu.climate.rows import ProgrammeReport
from yongxu.climate.services import load_programme_report
from yongxu.organizations.models import Organization
from yongxu.quantities.interchange import Json
from yongxu.reporting.differences import Source
from yongxu.reporting.plans import PlannedItem


def plan_measures(promise: Promise, states: tuple[str, ...], council: Council) -> list[PlannedItem]:
    """An item in each of these states: 示範署's in the programme that 另一部 leads, 另一署's own in one that 示範部 leads."""
    near = "" if council.council.code == "council" else "b-"
    own = [state for state in states if state != OTHER]
    planned = _plan(promise, f"{near}{promise.subject}", own, council.other_ministry, (council.agency, council.other_agency))
    if OTHER in states:
        planned += _plan(promise, f"other-{promise.subject}", [OTHER], council.ministry, (council.other_agency,))
    return planned


def _plan(
    promise: Promise, programme: str, states: list[str], lead: Organization, organizations: tuple[Organization, ...]
) -> list[PlannedItem]:
    """What a cycle over this programme asks, once the year's plan is there; the organisations are who files and who contributes."""
    kind = KINDS[promise.subject]
    position = Programme.objects.count() + 1
    Programme.objects.create(code=programme, kind=kind, position=position, name_zh=f"{programme}行動方案", lead=lead, is_fictional=True)
    filer, *others = (organization.name() for organization in organizations)
    rows = tuple(
        replace(
            planned_row(measure(measure=f"{promise.code(state)} {secret('name', promise.key(state))}")),
            agencies=(filer,),
            co_agencies=tuple(others),
        )
        for state in states
    )
    report = ProgrammeReport("", 113, rows, ())
    load_programme_report(report, programme=programme, source=Source("plan.json", ""), by=loader(), at=AT, published=False)
    return plan_items(promise.subject, programme)


def write_measure(key: str) -> dict[str, Json]:
    """A report with a secret in everything that is written."""
    return filing_to_json(
        MeasureFiling(
            target_text=f"輔導 80 家（{secret('target', key)}）",
            plan=secret("plan", key),
            results=(ResultFiling(f"輔導 45 家（{secret('result', key)}）", benefit=0, number="1"),),
            amounts=(AmountFiling(f"公務預算（{secret('source', key)}）", "500"),),
            rate="98",
            explanation=secret("explanation", key),
            ended_text=secret("ended", key),
            remarks=secret("remark", key),
        )
    )
