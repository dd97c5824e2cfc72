"""What the pages of cycles need to know of measures."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yongxu.climate.models import Programme
from yongxu.climate.plans import ALL, KINDS, plan_items
from yongxu.climate.publishing import publish_measures
from yongxu.reporting.subjects import Subject, Words

WORDS = Words(
    title=_("措施填報與審查"),
    item=_("措施"),
    section=_("方案"),
    empty=_("還沒有開放填報的週期。秘書處開放後，這裡會列出與您有關的措施。"),
)


def scopes(code: str) -> dict[str, str]:
    """All programmes of the subject's kind together, and each one that has measures, with their names."""
    programmes = Programme.objects.filter(kind=KINDS[code], strategies__measures__years__isnull=False).distinct()
    return {ALL: gettext("全部"), **{programme.code: programme.name() for programme in programmes}}


MEASURES = Subject(codes=tuple(KINDS), namespace="climate-work", scopes=scopes, plan=plan_items, publish=publish_measures, words=WORDS)
