"""A fictional record with every kind of change."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from yongxu.accounts.models import User
from yongxu.goals.models import Framework
from yongxu.history.models import Event
from yongxu.history.services import record, record_event

AT = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)
REASON = "受缺工影響，第二期管線工程延至 2026 年 6 月完成；已加派二組人力，並按月檢討進度。"
DIFFERENCES: tuple[dict[str, object], ...] = (
    {"after": {"name_zh": "示範體系", "name_en": "Demo"}},
    {f"field{number}": [number, number + 1] for number in range(8)},
    {"name_zh": ["示範", "示範體系"], "is_fictional": [False, True], "name_en": ["", "Demo"]},
    {"agencies": [["示範水務處", "示範環境局"], ["示範環境局", "示範工務局"]]},
    {"lag_reason": [REASON, REASON.replace("6 月", "9 月").replace("缺工", "缺工與物價上漲")]},
    {"state": ["filed", "returned"]},
)


@transaction.atomic
def make_record() -> None:
    """Eight entries: six changes, a judgement with its reason, an export."""
    officer = User.objects.create_user("officer@example.org", name="陳主辦")
    framework = Framework.objects.create(code="example", name_zh="示範體系", name_en="Demo")
    for number, difference in enumerate(DIFFERENCES):
        record(framework, "change", by=officer, at=AT + timedelta(hours=number), difference=difference)
    record(framework, "judge", by=officer, at=AT + timedelta(days=1), reason="請補充落後原因。\n並附佐證。")
    record_event(Event.EXPORT, by=officer, at=AT + timedelta(days=2), about=framework, origin="192.0.2.7", difference={"rows": 64})
