"""What the pages of cycles need to know of indicators."""

from django.utils.translation import gettext_lazy as _

from yongxu.goals.models import Framework
from yongxu.indicators.plans import plan_items
from yongxu.indicators.publishing import publish_indicators
from yongxu.reporting.plans import PlannedItem
from yongxu.reporting.subjects import Subject, Words

WORDS = Words(
    title=_("指標填報與審查"),
    item=_("指標"),
    section=_("核心目標"),
    empty=_("還沒有開放填報的週期。秘書處開放後，這裡會列出與您有關的指標。"),
)


def frameworks(_code: str) -> dict[str, str]:
    """The frameworks whose indicators can be reported, with their names."""
    return {framework.code: framework.name() for framework in Framework.objects.filter(editions__indicators__isnull=False).distinct()}


def planned(_code: str, scope: str) -> list[PlannedItem]:
    """The items of a framework."""
    return plan_items(scope)


INDICATORS = Subject(
    codes=("indicators",), namespace="indicators-work", scopes=frameworks, plan=planned, publish=publish_indicators, words=WORDS
)
