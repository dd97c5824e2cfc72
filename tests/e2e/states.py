"""States in which the site is looked at: one row of each kind, a record in which everything is as long, large or odd as it may be, and one
in which the demo's city has corrected what it published.

All names and figures are invented; the frameworks stand in as fictional ones, with their notice on every page.
"""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from tests.public.measures import ENDED, FIRST, NEW
from yongxu.accounts.models import User
from yongxu.accounts.services.demo import DOMAIN
from yongxu.climate.models import Measure, Programme
from yongxu.climate.publishing import publish_measures
from yongxu.climate.rows import EmissionReduction, MeasureRow, ProgrammeReport, Strategy
from yongxu.climate.services import load_programme_report, load_programmes, read_programmes
from yongxu.goals.models import Goal
from yongxu.goals.services import load_framework, read_framework
from yongxu.indicators.demo_cycle import CHAIN, SENT
from yongxu.indicators.filing import PartFiling, filing_to_json
from yongxu.indicators.models import Indicator
from yongxu.indicators.publishing import publish_indicators
from yongxu.indicators.rows import Breakdown, IndicatorReport, IndicatorRow
from yongxu.indicators.services import load_report
from yongxu.organizations.models import Organization, OrganizationName
from yongxu.organizations.services import OrganizationData, load_organizations
from yongxu.quantities.statements import Comparator, LastKnown, ResultPart, TargetPart
from yongxu.quantities.verdicts import Verdict, judge, row_verdict
from yongxu.reporting.differences import Source
from yongxu.reporting.models import Cycle, DueItem
from yongxu.reporting.services.decisions import approve, correct, submit
from yongxu.reporting.services.filings import save_filing
from yongxu.reporting.services.remarks import judge_item

NOW = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)
SOURCE = Source("fictional-table.ods", "")
LONG_NAME = (
    "示範辦理跨部會跨縣市綜合性再生資源循環利用與低碳運輸轉型推動計畫所涵蓋之偏鄉離島"
    "地區弱勢家戶能源自主設備汰換補助受益戶數占全部合格申請戶數比率"
)
LONG_ENGLISH = (
    "Share of eligible households in remote and offshore districts whose ageing energy equipment was replaced with support from the "
    "fictional interministerial programme for circular use of renewable resources and low-carbon transport, among all households "
    "that applied within the statutory period and were found to be eligible"
)
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LONG_ADDRESS = "https://statistics.example.org/datasets/" + "very-long-segment-without-a-break-" * 5 + "?year=2024&format=csv"
PARAGRAPH = "示範地區的土地取得與地方說明會較預期多費時，部分工項須重新發包，材料價格亦有波動；各機關已就執行落差逐案檢討。"
AGENCIES = tuple(
    [f"示範第{number}署" for number in range(1, 29)]
    + ["示範跨域永續發展暨淨零排放轉型推動業務協調整合督導管理中心籌備處南區分處偏鄉離島服務事務所", "示範極長外文名稱機關"]
)


def organizations() -> list[OrganizationData]:
    """A fictional ministry with thirty agencies, one of a very long name in each language."""
    english = {AGENCIES[-1]: f"Agency for {LONG_WORD} and {LONG_ENGLISH}"[:200], AGENCIES[-2]: f"Bureau of the {LONG_ENGLISH}"[:200]}
    ministry = _organization("example-ministry", "示範部", "Ministry of Examples", parent=None)
    found = [ministry]
    for number, name in enumerate(AGENCIES, start=1):
        found.append(_organization(f"example-{number}", name, english.get(name, f"Example Agency {number}"), parent="example-ministry"))
    return found


def _organization(code: str, zh: str, en: str, *, parent: str | None) -> OrganizationData:
    return {
        "code": code,
        "kind": "agency" if parent else "ministry",
        "name_zh": zh,
        "name_en": en,
        "parent": parent,
        "predecessor": None,
        "valid_from": None,
        "valid_until": None,
        "aliases": [],
    }


def row(
    code: str, name: str, targets: tuple[TargetPart, ...], actuals: tuple[ResultPart, ...], *, year: int = 2024, agency: str = AGENCIES[0]
) -> IndicatorRow:
    """A typed row as if read from a table; its verdicts are computed."""
    pairs = tuple(number if number < len(actuals) else None for number in range(len(targets)))
    verdicts = tuple(
        judge(target, None if pair is None else actuals[pair], roc_year=year - 1911) for target, pair in zip(targets, pairs, strict=True)
    )
    missed = Verdict.MISSED in verdicts
    return IndicatorRow(
        code=code,
        starred=False,
        goal=code.split(".")[0],
        goal_name="示範目標",
        goal_lead="示範部",
        name=name,
        agencies=(agency,),
        agency_note="",
        same_as=(),
        target_text="；".join(part.text for part in targets),
        result_text="；".join(part.text for part in actuals),
        targets=targets,
        actuals=actuals,
        pairs=pairs,
        verdicts=verdicts,
        verdict=row_verdict(verdicts),
        expected_on=None,
        last_known=None,
        claims_met=None,
        lag_reason=PARAGRAPH if missed else "",
        countermeasures="增加施工班次，並逐月追蹤。" if missed else "",
        remarks="",
        place=f"row {code}",
    )


def at_least(number: str, unit: str, *, phrase: str = "") -> TargetPart:
    text = f"{phrase}達 {number} {unit}"
    return TargetPart(text, Comparator.AT_LEAST, "statement", "higher", Decimal(number), unit=unit, phrase=phrase)


def result(number: str, unit: str, *, phrase: str = "") -> ResultPart:
    return ResultPart(f"{phrase}{number} {unit}", Decimal(number), unit=unit, phrase=phrase)


def simple(code: str, name: str, target: str, actual: str, unit: str, *, year: int = 2024) -> IndicatorRow:
    return row(code, name, (at_least(target, unit),), (result(actual, unit),), year=year)


def extreme_rows() -> tuple[IndicatorRow, ...]:
    """Goal 1 has one indicator of each odd kind, goal 2 more than a page of plain ones."""
    numbers = range(1, 21)
    twenty = row(
        "1.1.2",
        "示範二十項分項指標",
        tuple(at_least(str(987_654_321_000 + number), "新臺幣元", phrase=f"示範第 {number} 類設備汰換補助金額") for number in numbers),
        tuple(
            result(str(987_654_321_010 - number * (number % 3)), "新臺幣元", phrase=f"示範第 {number} 類設備汰換補助金額")
            for number in numbers
        ),
    )
    qualitative = row("1.1.3", "示範制度建立情形", (TargetPart(PARAGRAPH * 4, Comparator.QUALITATIVE),), (ResultPart(PARAGRAPH * 6),))
    waiting = replace(
        row("1.1.4", "示範尚未到期指標", (at_least("35", "%"),), (ResultPart("未達統計週期", not_due=True),)),
        expected_on="2025 年 9 月",
        last_known=LastKnown("2022", Decimal("31.20"), "%"),
    )
    twin = simple("1.1.5", "示範同指標甲", "80", "79.99", "%")
    other = replace(twin, code="3.1.1", goal="3", place="row 3.1.1", same_as=("1.1.5",))
    groups = tuple(
        Breakdown(0, dimension, f"{category}{'（含未具名及其他無法歸類之示範對象）' if number == 3 else ''}", Decimal(10 * number), "%")
        for dimension, categories in (("性別", ("女", "男", "其他")), ("年齡", ("0–17 歲", "18–64 歲", "65 歲以上", "未填")))
        for number, category in enumerate(categories, start=1)
    )
    many = replace(simple("1.1.6", LONG_NAME[:60], "1234567890.12", "-1234567890.12", "公噸CO2e"), agencies=AGENCIES)
    reason = f"{PARAGRAPH * 5} {LONG_ADDRESS} {LONG_WORD}"
    odd = replace(
        simple("1.1.7", "示範 <b>標記</b> 與 & 符號 🌏", "10", "2", "件"), lag_reason=reason, countermeasures=reason, remarks=reason
    )
    plain = (
        simple(f"2.{1 + number // 10}.{1 + number % 10}", f"示範一般指標第 {number + 1} 項", "50", str(number), "%")
        for number in range(120)
    )
    return (
        long_series(2024),
        twenty,
        qualitative,
        waiting,
        twin,
        other,
        many,
        odd,
        replace(simple("1.1.8", "示範分組指標", "10", "12", "%"), breakdowns=groups),
        *plain,
    )


def long_series(year: int) -> IndicatorRow:
    """Twenty years that begin below zero."""
    return simple("1.1.1", "示範淨移入人口成長率", str(year - 2014), str((year - 2012) * 1.25 - 3), "‰", year=year)


def _framework(goals: int) -> None:
    """Goals under the address of the national framework, fictional here."""
    data = deepcopy(read_framework("tsdg"))
    data["framework"] = {"code": "tsdg", "name_zh": "示範國永續目標", "name_en": "Goals of a fictional country"}
    data["goals"] = data["goals"][:goals]
    data["targets"], data["indicators"] = [], []
    for goal in data["goals"]:
        goal["lead"] = "example-ministry"
        goal["name_zh"], goal["name_en"] = f"示範目標第 {goal['code']} 號", f"Example goal number {goal['code']}"
        goal["short_name_zh"], goal["short_name_en"] = f"示範 {goal['code']}", f"Example {goal['code']}"
    load_framework(data, by=_user(), at=NOW, is_fictional=True)


def _user() -> User:
    return User.objects.system_user("fixture")


def _report(year: int, *rows: IndicatorRow) -> None:
    report = IndicatorReport(f"示範國 {year} 年執行情形表（虛構）", year, rows, ())
    load_report(report, framework="tsdg", source=SOURCE, by=_user(), at=NOW)


def _measures(*rows: MeasureRow, programme: str, year: int = 113) -> None:
    report = ProgrammeReport(f"示範方案 {year} 年執行情形（虛構）", year, rows, ())
    load_programme_report(report, programme=programme, source=SOURCE, by=_user(), at=NOW)


def fill_one_row() -> None:
    """One goal, one indicator, one agency, one programme with one measure."""
    load_organizations(organizations()[:2], by=_user(), at=NOW)
    _framework(1)
    _report(2024, simple("1.1.1", "示範指標", "10", "12", "件"))
    load_programmes([read_programmes()[0]], by=_user(), at=NOW)
    Programme.objects.update(name_zh="示範部門行動方案", name_en="Example sector action programme")
    _measures(replace(FIRST, agencies=(AGENCIES[0],), co_agencies=()), programme="energy")


def fill_extremes() -> None:
    """Everything at its longest, largest, oddest."""
    load_organizations(organizations(), by=_user(), at=NOW)
    _framework(18)
    for year in range(2005, 2024):
        _report(year, long_series(year))
    _report(2024, *extreme_rows())
    Goal.objects.filter(code="3").update(name_zh=LONG_NAME[:60], name_en=LONG_ENGLISH[:200])
    Indicator.objects.filter(code="1.1.1").update(name_en="Net migration growth rate of the fictional country")
    Indicator.objects.filter(code="1.1.6").update(name_en=LONG_ENGLISH[:300])
    Indicator.objects.filter(code="1.1.7").update(name_en=f"Indicator of the {LONG_WORD} <b>&amp;</b> 🌏")
    load_programmes(read_programmes(), by=_user(), at=NOW)
    Programme.objects.filter(code="energy").update(name_zh=LONG_NAME[:60], name_en=LONG_ENGLISH[:200])
    _measures(*extreme_measures(), programme="energy")
    Measure.objects.filter(code="1.1.2").update(name_en=LONG_ENGLISH[:200])
    office = Organization.objects.get(code="example-1")
    for number in range(12):
        OrganizationName.objects.create(organization=office, name_zh=f"示範舊稱第{number}號工作小組", is_alias=True)


def fill_demo_corrections() -> None:
    """The demo's city publishes an indicator and corrects it twice, the second time with a long note."""
    cycle = Cycle.objects.get(subject=Cycle.Subject.INDICATORS, is_demo=True)
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith=f"@{DOMAIN}")}
    by, at = people["secretariat"], datetime.now(UTC)
    publish_indicators(cycle, by=by, at=at)
    filing, _approvals = SENT["1.1.1"]
    for number, (value, note) in enumerate((("12.4%", "配水量漏列一處水場。"), ("12.1%", PARAGRAPH * 3)), start=1):
        item = Cycle.objects.get(pk=cycle.pk).items.get(code="1.1.1")
        correct(item, note=note, by=by, at=at)
        content = filing_to_json(replace(filing, parts=(PartFiling(value),), lag_reason=PARAGRAPH * number))
        content["target_text"] = item.filing.content["target_text"]
        save_filing(item, content, version=item.filing.version, by=people["officer"], at=at)
        submit(item, content=content, by=people["officer"], at=at)
        for name in CHAIN:
            approve(item, by=people["supervisor" if name == "city-supervisor" else name], at=at)
        publish_indicators(Cycle.objects.get(pk=cycle.pk), by=by, at=at + timedelta(days=number))


def fill_demo_judgements() -> None:
    """The demo's reviewers judge an indicator and a measure that figures do not decide, one of them at length, and both are published."""
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith=f"@{DOMAIN}")}
    at = datetime.now(UTC)
    judgements = (
        (Cycle.Subject.INDICATORS, "1.2.2", "missed", PARAGRAPH * 3, ("group", "deputy", "secretariat", "secretariat"), publish_indicators),
        (Cycle.Subject.SECTORS, "2.2.1", "met", PARAGRAPH, ("city-supervisor", "window", "secretariat"), publish_measures),
    )
    for subject, code, verdict, reason, reviewers, publish in judgements:
        item = DueItem.objects.get(cycle__subject=subject, code=code)
        judge_item(item, verdict=verdict, reason=reason, by=people[reviewers[0]], at=at)
        for name in reviewers:
            approve(DueItem.objects.get(pk=item.pk), by=people[name], at=at)
        publish(Cycle.objects.get(pk=item.cycle_id), by=people["secretariat"], at=at)


def extreme_measures() -> tuple[MeasureRow, ...]:
    """Forty plain measures under ten strategies, and three that are odd."""
    numbers = range(1, 21)
    first = replace(
        FIRST,
        agencies=AGENCIES,
        co_agencies=AGENCIES[1:],
        name=LONG_NAME[:60],
        plan=f"{PARAGRAPH * 8} {LONG_ADDRESS}",
        strategy=Strategy("1.1", LONG_NAME[:60]),
        targets=tuple(at_least(str(100_000_000_000 + number), "公噸CO2e", phrase=f"示範第 {number} 項減量") for number in numbers),
        results=tuple(result(str(100_000_000_005 + number % 4), "公噸CO2e", phrase=f"示範第 {number} 項減量") for number in numbers),
        pairs=tuple(range(20)),
        executed_ntd=(Decimal(123_456_789_012), Decimal(987_654_321_098)),
        execution_rate=Decimal("123.4"),
        funding=("公務預算", "國營事業預算", "民間投資"),
        money_note=PARAGRAPH * 3,
        co2e=EmissionReduction(Decimal("123456789012.5"), Decimal("987654321098.75"), "realised"),
    )
    second = replace(NEW, strategy=first.strategy, agencies=(AGENCIES[-1],), co_agencies=(AGENCIES[-2],), plan=LONG_ADDRESS)
    third = replace(ENDED, strategy=Strategy("2.1", "示範策略乙"), agencies=(AGENCIES[2],), co_agencies=())
    plain = (
        replace(
            FIRST,
            code=f"{3 + number // 4}.1.{1 + number % 4}",
            name=f"示範一般措施第 {number + 1} 項",
            strategy=Strategy(f"{3 + number // 4}.1", f"示範策略第 {1 + number // 4} 項"),
            agencies=(AGENCIES[number % 28],),
            co_agencies=(),
            place=f"row {number + 10}",
        )
        for number in range(40)
    )
    return (replace(first, place="row 1"), replace(second, place="row 2"), replace(third, place="row 3"), *plain)
