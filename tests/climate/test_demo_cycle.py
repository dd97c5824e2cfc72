"""The demo's programmes in their reporting year: something in every state, made once."""

from django.core.management import call_command

from yongxu.climate.models import MeasureYear
from yongxu.reporting.models import Cycle, DueItem


def test_demo_has_something_in_every_state_and_is_made_once(db: None) -> None:
    call_command("demo")
    call_command("demo")
    assert states(Cycle.Subject.SECTORS) == {
        "1.1.1": (DueItem.State.FILING, 0, True),
        "1.1.2": (DueItem.State.READY, 4, False),
        "1.2.1": (DueItem.State.REVIEW, 3, False),
        "2.1.1": (DueItem.State.REVIEW, 2, False),
        "2.1.2": (DueItem.State.FILING, 0, False),
        "2.2.1": (DueItem.State.REVIEW, 1, False),
        "2.2.2": (DueItem.State.FILING, 0, False),
    }
    assert states(Cycle.Subject.STRATEGIES) == {
        "1.1.1": (DueItem.State.REVIEW, 3, False),
        "1.1.2": (DueItem.State.REVIEW, 1, False),
        "1.2.1": (DueItem.State.FILING, 0, False),
    }
    assert not MeasureYear.objects.published().filter(year=2025).exists()


def states(subject: Cycle.Subject) -> dict[str, tuple[str, int, bool]]:
    """By code: the state, the position on the route, and whether it came back. There is one cycle of the subject."""
    items = Cycle.objects.get(subject=subject).items.all()
    return {item.code: (item.state, item.position, item.is_returned) for item in items}
