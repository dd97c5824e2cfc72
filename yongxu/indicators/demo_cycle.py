"""The fictional city's reporting year as its people have brought it so far: something in every state of the chain, all of it invented."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from yongxu.accounts.models import User
from yongxu.indicators.demo import DEMO_FRAMEWORK, PLANNED_YEAR, city_plan
from yongxu.indicators.filing import GroupFiling, IndicatorFiling, PartFiling, filing_to_json, start_from
from yongxu.indicators.plans import headings_of, plan_items
from yongxu.indicators.services import load_report
from yongxu.organizations.models import Organization
from yongxu.reporting.differences import Source
from yongxu.reporting.models import Cycle, DueItem
from yongxu.reporting.services.cycles import extend_step
from yongxu.reporting.services.decisions import send_back
from yongxu.reporting.services.demo import demo_people, open_demo_cycle, report_and_review
from yongxu.reporting.services.filings import save_filing
from yongxu.reporting.services.remarks import comment_on_item

TITLE = "示範市 2025 年指標執行情形（虛構）"
LATER = timedelta(days=12)
EXTENDED = {
    "demo-city-transport": "票證系統更換，年度資料延後彙整（虛構）。",
    "demo-city-environment": "空間圖資年度更新作業尚未完成（虛構）。",
}
CHAIN = ("city-supervisor", "window", "group", "deputy", "secretariat", "secretariat")
"""Who approves after the report was sent, in the order of the standard chain."""
SENT: dict[str, tuple[IndicatorFiling, int]] = {
    "1.1.1": (IndicatorFiling(parts=(PartFiling("11.8%"),), remarks="漏水率以配水量與售水量計算。"), 6),
    "1.1.2": (
        IndicatorFiling(
            parts=(PartFiling("259 公升"),),
            lag_reason="夏季高溫。",
            countermeasures="推廣省水器材。",
            breakdowns=(GroupFiling(0, "區域", "北區", "268 公升"), GroupFiling(0, "區域", "南區", "251 公升")),
        ),
        2,
    ),
    "1.1.5": (IndicatorFiling(parts=(PartFiling("82.6%"),)), 0),
    "1.2.1": (IndicatorFiling(parts=(PartFiling("71.6%"),)), 5),
    "1.2.2": (
        IndicatorFiling(parts=(PartFiling("整體改善計畫已於 10 月完成，並經市政會議核定。"),), document_number="示環水字第 0000000001 號"),
        2,
    ),
    "2.1.1": (IndicatorFiling(parts=(PartFiling("9,310 萬人次"),), claims_met=True), 0),
    "2.1.2": (IndicatorFiling(parts=(PartFiling(not_due=True, expected_on="2026-09", last_known_year="2024", last_known="37.5%"),)), 1),
    "2.1.3": (
        IndicatorFiling(
            parts=(PartFiling("61 人"),),
            lag_reason="機車事故占七成，主要發生於三處路口改善工程期間。",
            countermeasures="三處路口提前完成號誌改善，並增設科技執法設備。",
        ),
        2,
    ),
    "2.2.2": (IndicatorFiling(parts=(PartFiling("1,208 萬次"),)), 3),
    "3.1.1": (IndicatorFiling(parts=(PartFiling("累計 5 件"),), remarks="本年新增一件，合作項目為河川整治。"), 3),
}
"""Code → what was reported, and how many stations have approved it since."""
BEGUN = IndicatorFiling(parts=(PartFiling("每日 3.3 萬立方公尺"), PartFiling()))
"""What the officer has typed so far for 1.1.3; 1.1.4 and 2.2.1 nobody has touched."""
RETURNED = "北區用水量高於全市平均，落後原因請補充分區說明；因應對策請寫明數量與期程。"


@transaction.atomic
def create_demo_cycle(*, by: User, at: datetime) -> Cycle | None:
    """Open the city's cycle and let the demo people work in it. None where there is one already or nobody who could (in production)."""
    people = demo_people()
    if not people or Cycle.objects.of_period(Cycle.Subject.INDICATORS, DEMO_FRAMEWORK, year=PLANNED_YEAR).exists():
        return None
    load_report(city_plan(), framework=DEMO_FRAMEWORK, source=Source("", "", is_demo=True), by=by, at=at, published=False)
    cycle, items = open_demo_cycle(
        Cycle.Subject.INDICATORS,
        DEMO_FRAMEWORK,
        title=TITLE,
        year=PLANNED_YEAR,
        planned=plan_items(DEMO_FRAMEWORK),
        by=people["secretariat"],
        at=at,
    )
    for organization in Organization.objects.filter(code__in=EXTENDED):
        first = cycle.steps.get(code="file")
        extend_step(
            first,
            due_on=first.due_on + LATER,
            reason=EXTENDED[organization.code],
            organization=organization,
            by=people["secretariat"],
            at=at,
        )
    headings = headings_of(items.values(), year=PLANNED_YEAR)
    for code, (filing, approvals) in SENT.items():
        _send(items[code], _on(filing, headings[code].target_text), approvals, people=people, at=at)
    begun = filing_to_json(_on(BEGUN, headings["1.1.3"].target_text))
    save_filing(items["1.1.3"], begun, version=0, by=people["officer"], at=at)
    send_back(items["1.1.2"], to_position=0, comment=RETURNED, by=people["group"], at=at)
    remark = "2026 年起公車電動化比率的分母是否包含小型公車？請在備註說明。"
    comment_on_item(items["2.1.2"], text=remark, by=people["window"], at=at)
    return cycle


def _on(filing: IndicatorFiling, target_text: str) -> IndicatorFiling:
    return replace(filing, target_text=start_from(target_text).target_text)


def _send(item: DueItem, filing: IndicatorFiling, approvals: int, *, people: dict[str, User], at: datetime) -> None:
    own = item.organization.code == "demo-city-water"
    officer, supervisor = (people[name] for name in (("officer", "supervisor") if own else ("city-officer", "city-supervisor")))
    reviewers = [supervisor if name == "city-supervisor" else people[name] for name in CHAIN[:approvals]]
    report_and_review(item, filing_to_json(filing), officer=officer, reviewers=reviewers, at=at)
