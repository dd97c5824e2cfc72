"""A fictional programme's year: measures that ended, are new, lack an agency, share an amount, overlap in purse and kind."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from tests.conftest import NOW, loader
from yongxu.accounts.models import User
from yongxu.climate.rows import EmissionReduction, MeasureRow, ProgrammeReport, Strategy
from yongxu.climate.services import load_programme_report, load_programmes, read_programmes
from yongxu.organizations.models import Organization, OrganizationName
from yongxu.quantities.statements import Comparator, ResultPart, TargetPart
from yongxu.reporting.differences import Source

FIRST = MeasureRow(
    code="1.1.1",
    strategy=Strategy("1.1", "示範策略甲"),
    name="示範節能輔導",
    plan="輔導示範工廠改善製程。",
    is_new=False,
    element="減緩",
    agencies=("範例署",),
    co_agencies=("範例局",),
    period=(110, 114),
    target_text="每年輔導 80 家；全程減碳 250 萬公噸",
    result_text="輔導 90 家；累計減碳 200 萬公噸",
    targets=(
        TargetPart("每年輔導 80 家", Comparator.AT_LEAST, "rule:expected-benefit", "higher", Decimal(80), unit="家"),
        TargetPart(
            "全程減碳 250 萬公噸", Comparator.AT_LEAST, "rule:expected-benefit", "higher", Decimal(2500000), unit="公噸CO2e", basis="phase"
        ),
    ),
    results=(
        ResultPart("輔導 90 家", Decimal(90), unit="家", span=(113, 113)),
        ResultPart("累計減碳 200 萬公噸", Decimal(2000000), unit="公噸CO2e", span=(110, 113)),
        ResultPart("另辦說明會 3 場", Decimal(3), unit="場", span=(113, 113)),
    ),
    pairs=(0, 1),
    executed_ntd=(Decimal(20601000),),
    execution_rate=Decimal("98.2"),
    money_text="2,060.1 98.2%",
    money_note="流標一次",
    funding=("公務預算",),
    ended=False,
    co2e=EmissionReduction(Decimal(1342400), Decimal(2000000), "expected"),
    place="row 2",
)
NEW = replace(
    FIRST, code="1.1.2", name="示範補助", is_new=True, element="能力建構", agencies=(), co_agencies=(), executed_ntd=(Decimal(3000000),),
    execution_rate=Decimal(152), funding=("國營事業預算",), co2e=EmissionReduction(Decimal(5000), None, "realised"),
)  # fmt: skip
ENDED = replace(
    FIRST, code="2.1.1", strategy=Strategy("2.1", "示範策略乙"), name="示範舊計畫", period=(110, 112), targets=FIRST.targets, results=(),
    pairs=(None, None), executed_ntd=(), execution_rate=None, money_note="", ended=True, co2e=EmissionReduction(None, None, None),
)  # fmt: skip
ROWS = (FIRST, NEW, ENDED)
TITLE = "113 年製造部門行動方案執行情形"


def load_measures(
    *rows: MeasureRow, by: User, at: datetime, year: int = 113, published: bool = True, programme: str = "manufacturing"
) -> None:
    """The fictional agencies, all programmes, and these rows as one report."""
    parent, _ = Organization.objects.get_or_create(code="example-ministry", kind="ministry")
    name_it(parent, "示範部", "Ministry of Examples")
    for code, names in (("example-agency", ("範例署", "Agency of Examples")), ("example-bureau", ("範例局", "Bureau of Examples"))):
        organization, _ = Organization.objects.get_or_create(code=code, kind="agency", parent=parent)
        name_it(organization, *names)
    load_programmes(read_programmes(), by=loader(), at=NOW)
    report = ProgrammeReport(TITLE, year, rows, ())
    load_programme_report(report, programme=programme, source=Source("table.ods", ""), by=by, at=at, published=published)


def name_it(organization: Organization, zh: str, en: str, *, until: date | None = None) -> None:
    OrganizationName.objects.get_or_create(organization=organization, name_zh=zh, name_en=en, valid_until=until)
