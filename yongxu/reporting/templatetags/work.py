"""The menu of the working pages: what the signed-in person has a use for."""

from django import template
from django.utils import timezone

from yongxu.accounts.models import Role, User
from yongxu.accounts.selectors import powers_of

register = template.Library()
PEOPLE = (Role.SECRETARIAT, Role.AUDITOR, Role.COORDINATOR)


@register.inclusion_tag("reporting/parts/work_tabs.html")
def work_tabs(user: User, current: str = "") -> dict[str, object]:
    """Links to my work, the queues, the board, the compiled year and the people, as far as the person reads them. Two queries."""
    powers = powers_of(user, on=timezone.localdate())
    return {
        "current": current,
        "watches": bool(powers.watched),
        "reads_compiled": bool(powers.councils),
        "reads_table": bool(powers.watched) or powers.holds(Role.MINISTRY_WINDOW),
        "lists_people": any(powers.holds(role) for role in PEOPLE),
    }
