"""What pages of indicators need beside the components of `ui`."""

from django import template
from django.utils.translation import gettext

from yongxu.indicators.selectors import JudgedPart
from yongxu.public.wording import actual_words, demand_words
from yongxu.quantities.verdicts import Achievement

register = template.Library()


@register.inclusion_tag("public/parts/statement.html")
def statement(part: JudgedPart) -> dict[str, object]:
    """A part in one line: what was asked and what came, in figures where there are figures, else in the document's words."""
    return {"part": part, "demand": demand_words(part.target), "actual": actual_words(part.result, part.target)}


@register.filter
def rest_in_words(counts: Achievement) -> str:
    """What is neither met nor missed, in a sentence that leaves out what there is none of; empty where there is nothing."""
    parts = [
        (counts.not_due, gettext("%(count)s 項數據尚未公布")),
        (counts.needs_judgement, gettext("%(count)s 項待判定")),
        (counts.not_applicable, gettext("%(count)s 項不適用")),
    ]
    said = gettext("、").join(words % {"count": count} for count, words in parts if count)
    return gettext("另有 %(parts)s。") % {"parts": said} if said else ""
