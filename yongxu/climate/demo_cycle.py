"""The fictional city's programmes as its people report them this year: something in every state of each chain, all of it invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from yongxu.accounts.models import User
from yongxu.climate.demo import CITY_PROGRAMME, CITY_STRATEGY
from yongxu.climate.filing import AmountFiling, MeasureFiling, ResultFiling, filing_to_json, start_from
from yongxu.climate.plans import plan_items, planned_rows
from yongxu.climate.services import ProgrammeData
from yongxu.reporting.models import Cycle
from yongxu.reporting.services.decisions import send_back
from yongxu.reporting.services.demo import demo_people, open_demo_cycle, report_and_review
from yongxu.reporting.services.filings import save_filing
from yongxu.reporting.services.remarks import comment_on_item

YEAR = 2025
PUBLIC_BUDGET = "公務預算"
Sent = Mapping[str, tuple[MeasureFiling, int]]
"""Code → what was reported, and how many stations have approved it since. What is left empty stays as the plan has it."""
SENT: Sent = {
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
BEGUN = {"2.1.2": MeasureFiling(results=(ResultFiling("設置充電樁 14 座", benefit=0),))}
"""What the officer has typed so far; 2.2.2 nobody has touched."""
RETURNED = "經費執行率低於八成，請說明原因；補助戶數未達每年目標，請補充後續辦理方式。"
SENT_OF_STRATEGY: Sent = {
    "1.1.1": (
        MeasureFiling(results=(ResultFiling("媒合 13 處社區", benefit=0),), amounts=(AmountFiling(PUBLIC_BUDGET, "255"),), rate="98.1"),
        2,
    ),
    "1.1.2": (
        MeasureFiling(results=(ResultFiling("輔導 5 案", benefit=0),), amounts=(AmountFiling(PUBLIC_BUDGET, "205"),), rate="97.6"),
        0,
    ),
}
"""1.2.1 nobody has touched."""
REMARK = "累計輛數與前四年合計是否一致？請核對。"


@dataclass(frozen=True, slots=True)
class Round:
    """A programme's reporting year: who approves in the order of its chain, what was sent, and what is only begun."""

    subject: Cycle.Subject
    programme: ProgrammeData
    reviewers: tuple[str, ...]
    sent: Sent
    begun: Mapping[str, MeasureFiling] = field(default_factory=dict)
    returned: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)


ROUNDS = (
    Round(
        Cycle.Subject.SECTORS,
        CITY_PROGRAMME,
        ("city-supervisor", "window", "secretariat"),
        SENT,
        BEGUN,
        {"1.1.1": RETURNED},
        {"2.1.1": REMARK},
    ),
    Round(
        Cycle.Subject.STRATEGIES,
        CITY_STRATEGY,
        ("city-supervisor", "window", "task-force", "secretariat"),
        SENT_OF_STRATEGY,
    ),
)


@transaction.atomic
def create_measure_cycles(*, at: datetime) -> list[Cycle]:
    """Open the cycles of the city's programmes that are not there yet and let the demo people work in them. None without these people."""
    people = demo_people()
    missing = [each for each in ROUNDS if people and not Cycle.objects.of_period(each.subject, each.programme["code"], year=YEAR).exists()]
    return [_live(each, people, at=at) for each in missing]


def _live(each: Round, people: Mapping[str, User], *, at: datetime) -> Cycle:
    code, title = each.programme["code"], f"{each.programme['name_zh']} {YEAR} 年執行情形（虛構）"
    planned = plan_items(each.subject, code)
    cycle, items = open_demo_cycle(each.subject, code, title=title, year=YEAR, planned=planned, by=people["secretariat"], at=at)
    rows = planned_rows(list(items.values()), year=YEAR)
    started = {code: start_from(rows[item.subject_key]) for code, item in items.items()}
    for code, (filing, approvals) in each.sent.items():
        reviewers = [people[name] for name in each.reviewers[:approvals]]
        content = filing_to_json(_on(filing, started[code]))
        report_and_review(items[code], content, officer=people["city-officer"], reviewers=reviewers, at=at)
    for code, filing in each.begun.items():
        save_filing(items[code], filing_to_json(_on(filing, started[code])), version=0, by=people["city-officer"], at=at)
    for code, reason in each.returned.items():
        send_back(items[code], to_position=0, comment=reason, by=people["window"], at=at)
    for code, remark in each.remarks.items():
        comment_on_item(items[code], text=remark, by=people["window"], at=at)
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
