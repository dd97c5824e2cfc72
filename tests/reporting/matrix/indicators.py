"""The indicators of the matrix: an item over each, and what their officers write."""

from tests.reporting.matrix.promises import INDICATORS, OTHER, secret
from tests.reporting.people import Council, appearance
from yongxu.goals.models import Edition, Framework, Goal, sort_key_of
from yongxu.indicators.filing import IndicatorFiling, PartFiling, filing_to_json
from yongxu.indicators.models import Indicator, IndicatorOrganization
from yongxu.organizations.models import Organization
from yongxu.quantities.interchange import Json
from yongxu.reporting.plans import PlannedItem


def plan_indicators(states: tuple[str, ...], council: Council) -> list[PlannedItem]:
    """An item in each of these states."""
    co = (council.other_agency,) if council.council.code == "council" else ()
    return [
        planned_indicator(INDICATORS.code(state), state, council, () if state == OTHER else co, other=state == OTHER) for state in states
    ]


def planned_indicator(code: str, state: str, council: Council, co: tuple[Organization, ...] = (), *, other: bool = False) -> PlannedItem:
    """An item over an indicator of its own."""
    scope = "demo" if council.council.code == "council" else "b-"
    framework, _ = Framework.objects.get_or_create(code=scope, defaults={"name_zh": scope, "name_en": scope, "is_fictional": True})
    edition, _ = Edition.objects.get_or_create(framework=framework, code="one", defaults={"name_zh": "一", "is_current": True})
    section, _, _ = code.partition(".")
    goal, _ = Goal.objects.get_or_create(
        edition=edition, code=section, defaults={"name_zh": f"目標{section}", "sort_key": sort_key_of(section)}
    )
    name = secret("name", state)
    indicator = Indicator.objects.create(edition=edition, goal=goal, code=code, name_zh=name, sort_key=sort_key_of(code), direction="lower")
    filer = council.other_agency if other else council.agency
    IndicatorOrganization.objects.create(indicator=indicator, organization=filer, role="lead")
    group, lead = (council.other_group, None) if other else (council.group, council.other_ministry)
    place = appearance(code, section, group, lead)
    place = type(place)(code, sort_key_of(code), name, section, section, f"目標{section}", group, lead)
    return PlannedItem("indicators.indicator", str(indicator.pk), (place,), filer, filer.parent, co)


def write_indicator(key: str) -> dict[str, Json]:
    """A report with a secret in everything that is written."""
    return filing_to_json(
        IndicatorFiling(
            target_text="降至 10.0%",
            parts=(PartFiling(f"12.3%（{secret('result', key)}）"),),
            lag_reason=secret("lag", key),
            countermeasures=secret("counter", key),
            remarks=secret("remark", key),
        )
    )
