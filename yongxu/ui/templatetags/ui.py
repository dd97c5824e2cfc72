"""What templates need: the address in the other language, numbers for people, verdicts in words."""

from decimal import Decimal

from django import template
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import gettext_lazy as _

from yongxu.quantities.verdicts import Verdict

register = template.Library()

VERDICTS = {
    Verdict.MET: _("達成"),
    Verdict.MISSED: _("未達成"),
    Verdict.NOT_DUE: _("未達統計週期"),
    Verdict.NOT_APPLICABLE: _("不適用"),
    Verdict.NEEDS_JUDGEMENT: _("待判定"),
}


@register.simple_tag(takes_context=True)
def address_in(context: template.Context, language: str) -> str:
    """This page's address in a language; the home page where this page has none."""
    request = context.get("request")
    return translate_url(request.get_full_path(), language) if isinstance(request, HttpRequest) else "/"


@register.simple_tag(takes_context=True)
def canonical_address(context: template.Context) -> str:
    """The full address of this page, without its query."""
    request = context.get("request")
    return request.build_absolute_uri(request.path) if isinstance(request, HttpRequest) else "/"


@register.filter
def number(value: Decimal | None) -> str:
    """A number with thousands separators and exactly the digits it has; a dash for None."""
    return "—" if value is None else f"{value:,f}"


@register.filter
def roc_year(year: int) -> int:
    """The ROC year of a CE year."""
    return year - 1911


@register.inclusion_tag("ui/verdict.html")
def verdict(code: Verdict) -> dict[str, object]:
    """A verdict as sign and word: never by colour alone."""
    return {"code": code.value, "label": VERDICTS[code]}
