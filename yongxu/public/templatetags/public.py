"""What pages of indicators need beside the components of `ui`."""

from django import template

from yongxu.indicators.selectors import JudgedPart
from yongxu.public.wording import actual_words, demand_words

register = template.Library()


@register.inclusion_tag("public/parts/statement.html")
def statement(part: JudgedPart) -> dict[str, object]:
    """A part in one line: what was asked and what came, in figures where there are figures, else in the document's words."""
    return {"part": part, "demand": demand_words(part.target), "actual": actual_words(part.result, part.target)}
