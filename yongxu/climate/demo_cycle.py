"""The fictional city's programme as its people report it this year: something in every state of the chain, all of it invented."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from yongxu.climate.demo import CITY_PROGRAMME
from yongxu.climate.filing import AmountFiling, MeasureFiling, ResultFiling, filing_to_json, start_from
from yongxu.climate.plans import plan_items, planned_rows
from yongxu.reporting.models import Cycle
from yongxu.reporting.services.decisions import send_back
from yongxu.reporting.services.demo import demo_people, open_demo_cycle, report_and_review
from yongxu.reporting.services.filings import save_filing
from yongxu.reporting.services.remarks import comment_on_item

TITLE = "示範市淨零行動方案 2025 年執行情形（虛構）"
YEAR = 2025
CHAIN = ("city-supervisor", "window", "secretariat")
"""Who approves after the report was sent, in the order of the standard chain."""
PUBLIC_BUDGET = "公務預算"
SENT: dict[str, tuple[MeasureFiling, int]] = {
    "1.1.1": (
        MeasureFiling(
            results=(
                ResultFiling("補助 372 戶", benefit=0, number="1"),
                ResultFiling("每年可減碳 565 公噸CO2e", benefit=1, number="2"),
            ),
            amounts=(AmountFiling(PUBLIC_BUDGET, "902"),),
            rate="72.2",
        ),
        1,
    ),
    "1.1.2": (
        MeasureFiling(
            results=(ResultFiling("汰換 2 台，實質減碳 95 公噸CO2e/年，110 至 114 年累計汰換 27 台", benefit=0),),
            amounts=(AmountFiling(PUBLIC_BUDGET, "780"), AmountFiling("節能基金", "200")),
            rate="98.0",
        ),
        3,
    ),
    "1.2.1": (MeasureFiling(), 2),
    "2.1.1": (
        MeasureFiling(
            results=(
                ResultFiling("換購 38 輛，110 至 114 年累計換購 160 輛", benefit=0, number="1"),
                ResultFiling("預估每年可減碳 1,900 公噸CO2e，110 至 114 年預估累計減碳 8,000 公噸CO2e", benefit=1, number="2"),
            ),
            amounts=(AmountFiling(PUBLIC_BUDGET, "3.42", "億元"),),
            rate="84.4",
            explanation="七輛因充電站用地協調延後，次年第一季驗收付款。",
        ),
        1,
    ),
    "2.2.1": (
        MeasureFiling(
            results=(ResultFiling("前兩年已全數完成，本年辦理完工後監測，甲烷濃度低於標準。", benefit=0),),
            amounts=(AmountFiling("環保基金", "240"),),
            rate="96",
        ),
        0,
    ),
}
"""Code → what was reported, and how many stations have approved it since. What is left empty stays as the plan has it."""
BEGUN = {"2.1.2": MeasureFiling(results=(ResultFiling("設置充電樁 14 座", benefit=0),))}
"""What the officer has typed so far; 2.2.2 nobody has touched."""
RETURNED = "經費執行率低於八成，請說明原因；補助戶數未達每年目標，請補充後續辦理方式。"
REMARK = "累計輛數與前四年合計是否一致？請核對。"


@transaction.atomic
def create_measure_cycle(*, at: datetime) -> Cycle | None:
    """Open the cycle of the city's programme and let the demo people work in it. None where there is one already or nobody who could."""
    people = demo_people()
    if not people or Cycle.objects.of_period(Cycle.Subject.SECTORS, CITY_PROGRAMME["code"], year=YEAR).exists():
        return None
    cycle, items = open_demo_cycle(
        Cycle.Subject.SECTORS,
        CITY_PROGRAMME["code"],
        title=TITLE,
        year=YEAR,
        planned=plan_items(Cycle.Subject.SECTORS, CITY_PROGRAMME["code"]),
        by=people["secretariat"],
        at=at,
    )
    rows = planned_rows(list(items.values()), year=YEAR)
    started = {code: start_from(rows[item.subject_key]) for code, item in items.items()}
    for code, (filing, approvals) in SENT.items():
        reviewers = [people[name] for name in CHAIN[:approvals]]
        content = filing_to_json(_on(filing, started[code]))
        report_and_review(items[code], content, officer=people["city-officer"], reviewers=reviewers, at=at)
    for code, filing in BEGUN.items():
        save_filing(items[code], filing_to_json(_on(filing, started[code])), version=0, by=people["city-officer"], at=at)
    send_back(items["1.1.1"], to_position=0, comment=RETURNED, by=people["window"], at=at)
    comment_on_item(items["2.1.1"], text=REMARK, by=people["window"], at=at)
    return cycle


def _on(filing: MeasureFiling, start: MeasureFiling) -> MeasureFiling:
    """The report with the plan's own words, and its sources of money where no amount is given."""
    return replace(
        start,
        results=filing.results,
        amounts=filing.amounts or start.amounts,
        rate=filing.rate,
        explanation=filing.explanation,
    )
