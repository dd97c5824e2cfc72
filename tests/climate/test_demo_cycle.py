"""The demo's programme in its reporting year: something in every state, made once."""

from django.core.management import call_command

from yongxu.climate.models import MeasureYear
from yongxu.reporting.models import Cycle, DueItem


def test_demo_has_something_in_every_state_and_is_made_once(db: None) -> None:
    call_command("demo")
    call_command("demo")
    cycle = Cycle.objects.get(subject=Cycle.Subject.SECTORS)
    assert {item.code: (item.state, item.position, item.is_returned) for item in cycle.items.all()} == {
        "1.1.1": (DueItem.State.FILING, 0, True),
        "1.1.2": (DueItem.State.READY, 4, False),
        "1.2.1": (DueItem.State.REVIEW, 3, False),
        "2.1.1": (DueItem.State.REVIEW, 2, False),
        "2.1.2": (DueItem.State.FILING, 0, False),
        "2.2.1": (DueItem.State.REVIEW, 1, False),
        "2.2.2": (DueItem.State.FILING, 0, False),
    }
    assert not MeasureYear.objects.published().filter(year=2025).exists()
