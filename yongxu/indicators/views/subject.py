"""What the pages of cycles need to know of indicators."""

from yongxu.goals.models import Framework
from yongxu.indicators.plans import plan_items
from yongxu.indicators.publishing import publish_indicators
from yongxu.reporting.plans import PlannedItem
from yongxu.reporting.subjects import Subject


def frameworks(_code: str) -> dict[str, str]:
    """The frameworks whose indicators can be reported, with their names."""
    return {framework.code: framework.name() for framework in Framework.objects.filter(editions__indicators__isnull=False).distinct()}


def planned(_code: str, scope: str) -> list[PlannedItem]:
    """The items of a framework."""
    return plan_items(scope)


INDICATORS = Subject(codes=("indicators",), namespace="indicators-work", scopes=frameworks, plan=planned, publish=publish_indicators)
