"""The states of a cycle and of a due item, and the steps between them, as data."""

from yongxu.quantities.wording import Bilingual
from yongxu.reporting.models import Cycle, DueItem
from yongxu.workflow.engine import Transition, Workflow

DRAFT, OPEN, PUBLISHED_CYCLE, CANCELLED = (state.value for state in Cycle.State)
FILING, REVIEW, READY, PUBLISHED = (state.value for state in DueItem.State)

CYCLE = Workflow(
    (
        Transition("open", (DRAFT,), OPEN, "reporting.manage_cycle", Bilingual("開放填報", "Open"), Bilingual("填報中", "Reporting")),
        Transition(
            "publish",
            (OPEN,),
            PUBLISHED_CYCLE,
            "reporting.manage_cycle",
            Bilingual("公布", "Publish"),
            Bilingual("已公布", "Published"),
        ),
        Transition(
            "cancel",
            (DRAFT, OPEN),
            CANCELLED,
            "reporting.manage_cycle",
            Bilingual("取消", "Cancel"),
            Bilingual("已取消", "Cancelled"),
            comment_required=True,
        ),
    )
)

_DECIDE = "reporting.decide_item"
_IN_REVIEW = Bilingual("審查中", "Under review")

ITEM = Workflow(
    (
        Transition("submit", (FILING,), REVIEW, "reporting.submit_item", Bilingual("送出", "Submit"), _IN_REVIEW),
        Transition("approve", (REVIEW,), REVIEW, _DECIDE, Bilingual("同意", "Approve"), _IN_REVIEW),
        Transition("finish", (REVIEW,), READY, _DECIDE, Bilingual("同意", "Approve"), Bilingual("待公布", "Ready to publish")),
        Transition(
            "send_back",
            (REVIEW,),
            FILING,
            _DECIDE,
            Bilingual("退回填報機關", "Return to the filing agency"),
            Bilingual("補正中", "Being corrected"),
            comment_required=True,
        ),
        Transition("send_back_to_step", (REVIEW,), REVIEW, _DECIDE, Bilingual("退回前一步驟", "Return"), _IN_REVIEW, comment_required=True),
        Transition(
            "withdraw_report",
            (REVIEW,),
            FILING,
            "reporting.withdraw_item",
            Bilingual("撤回填報", "Withdraw the report"),
            Bilingual("填報中", "Being written"),
        ),
        Transition(
            "withdraw_approval", (REVIEW, READY), REVIEW, "reporting.withdraw_item", Bilingual("撤回核可", "Withdraw approval"), _IN_REVIEW
        ),
        Transition(
            "publish", (READY,), PUBLISHED, "reporting.manage_cycle", Bilingual("公布", "Publish"), Bilingual("已公布", "Published")
        ),
        Transition(
            "correct",
            (PUBLISHED,),
            FILING,
            "reporting.manage_cycle",
            Bilingual("啟動勘誤", "Start a correction"),
            Bilingual("勘誤中", "Under correction"),
            comment_required=True,
        ),
    )
)
"""A due item. Which of two steps with one label applies (approve or finish) follows from `chain.after`."""
