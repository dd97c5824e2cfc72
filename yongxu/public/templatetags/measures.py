"""Words and figures of measures and organisations: kinds of reductions, sources of money, bases, roles, periods, standings."""

from decimal import Decimal

from django import template
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from yongxu.climate.models import Expenditure, MeasureOrganization
from yongxu.climate.selectors.figures import OVER_YEARS, JudgedBenefit
from yongxu.climate.selectors.pages import MeasureCard
from yongxu.indicators.models import IndicatorOrganization
from yongxu.organizations.models import Organization
from yongxu.public.milestones import list_milestones
from yongxu.quantities.statements import ResultPart
from yongxu.quantities.verdicts import Verdict
from yongxu.ui.templatetags.ui import short_number

register = template.Library()
ROC_OFFSET = 1911
PERCENT = Decimal(100)

KINDS: dict[str, Promise] = {
    "realised": _("實際減量"),
    "expected": _("預期減量"),
    "potential": _("減量潛力"),
    "unspecified": _("未說明性質"),
}
RECURRENCES: dict[str, Promise] = {
    "per_year": _("每年皆有"),
    "one_off": _("一次性"),
    "cumulative": _("累計數"),
    "mixed": _("每年與其他數字合列"),
    "unspecified": _("未說明每年或一次"),
}
SOURCES: dict[str, Promise] = {
    Expenditure.Source.GOVERNMENT: _("政府預算"),
    Expenditure.Source.FUND: _("基金"),
    Expenditure.Source.STATE_FIRM: _("國營事業預算"),
    Expenditure.Source.PRIVATE: _("民間投資"),
    Expenditure.Source.MIXED: _("多種來源合列"),
    Expenditure.Source.UNSTATED: _("未註明來源"),
}
ELEMENTS: dict[str, Promise] = {"減緩": _("減緩"), "調適": _("調適"), "能力建構": _("能力建構")}
BASES: dict[str, Promise] = {
    "per_year": _("每年"),
    "cumulative": _("累計"),
    "phase": _("全期程"),
    "per_case": _("每案"),
    "average": _("多年平均"),
    "growth": _("成長率"),
    "change_from_base": _("較基期增減"),
    "share": _("占比"),
}
STANDINGS: dict[Verdict, Promise] = {
    Verdict.MET: _("達成"),
    Verdict.MISSED: _("未達成"),
    Verdict.NOT_DUE: _("期程進行中"),
    Verdict.NOT_APPLICABLE: _("不適用"),
    Verdict.NEEDS_JUDGEMENT: _("待判定"),
}
ROLES: dict[str, Promise] = {
    IndicatorOrganization.Role.GOAL_LEAD: _("目標主政"),
    MeasureOrganization.Role.LEAD: _("主辦"),
    IndicatorOrganization.Role.JOINT_LEAD: _("並列主辦"),
    MeasureOrganization.Role.CO_AGENCY: _("協辦"),
    IndicatorOrganization.Role.FILER: _("填報"),
}
ORGANIZATION_KINDS: dict[str, Promise] = {
    Organization.Kind.COUNCIL: _("院級機關"),
    Organization.Kind.MINISTRY: _("部會"),
    Organization.Kind.AGENCY: _("機關"),
    Organization.Kind.UNIT: _("內部單位"),
    Organization.Kind.STATE_FIRM: _("國營事業"),
    Organization.Kind.LOCAL_GOVERNMENT: _("地方政府"),
    Organization.Kind.CIVIL: _("民間團體"),
    Organization.Kind.ENTERPRISE: _("企業"),
    Organization.Kind.SCHOOL: _("學校"),
    Organization.Kind.OTHER: _("其他"),
}


@register.simple_tag(takes_context=True)
def full_address(context: template.Context, path: str) -> str:
    """The full address of a page of this site, to cite it."""
    request = context.get("request")
    return request.build_absolute_uri(path) if isinstance(request, HttpRequest) else path


@register.filter
def reduction_kind(code: str | None) -> str:
    """What a reduction is: realised, expected, potential, or not said."""
    return str(KINDS[code or "unspecified"])


@register.filter
def recurrence(code: str | None) -> str:
    """Whether a reduction comes again every year, once, or is a sum; said too where the document does not say."""
    return str(RECURRENCES[code or "unspecified"])


@register.filter
def money_source(code: str) -> str:
    """Whose money it is."""
    return str(SOURCES[code])


@register.filter
def element_name(element: str | None) -> str:
    """Mitigation, adaptation, capacity building; as printed where it is something else, a dash where the document has none."""
    return "—" if not element else str(ELEMENTS.get(element, element))


@register.filter
def basis_name(basis: str) -> str:
    """What a number is counted over: per year, cumulative, by 2025 (ROC 114)."""
    kind, _separator, year = basis.partition(":")
    if kind == "by_year":
        return gettext("至 %(year)s 年（民國 %(roc)s 年）") % {"year": int(year) + ROC_OFFSET, "roc": year}
    return str(BASES.get(kind, kind))


@register.filter
def role_name(code: str) -> str:
    """The role of an organisation."""
    return str(ROLES[code])


@register.filter
def organization_kind(code: str) -> str:
    """What an organisation is."""
    return str(ORGANIZATION_KINDS[code])


@register.filter
def span_in_words(span: tuple[int, int] | None) -> str:
    """ROC years as CE and ROC: 2021–2024（民國 110–113 年）; a dash where they are not stated."""
    if span is None:
        return "—"
    first, last = span
    if first == last:
        return gettext("%(year)s 年（民國 %(roc)s 年）") % {"year": first + ROC_OFFSET, "roc": first}
    words = {"first": first + ROC_OFFSET, "last": last + ROC_OFFSET, "roc_first": first, "roc_last": last}
    return gettext("%(first)s–%(last)s 年（民國 %(roc_first)s–%(roc_last)s 年）") % words


@register.filter
def yuan(amount: Decimal | None) -> str:
    """An amount in full: 20,601,000 元, NT$20,601,000. No decimals where it is whole."""
    if amount is None:
        return "—"
    whole = amount.to_integral_value()
    return gettext("%(amount)s 元") % {"amount": f"{whole if whole == amount else amount.normalize():,f}"}


@register.filter
def tonnes(amount: Decimal | None) -> str:
    """Tonnes in full: 1,342,400 公噸."""
    return "—" if amount is None else gettext("%(amount)s 公噸 CO₂e") % {"amount": f"{amount:,f}"}


@register.filter
def tonnes_beside(amount: Decimal) -> str:
    """What stands under a shortened number: the tonnes in full, or the unit alone where nothing was shortened."""
    return gettext("公噸 CO₂e") if short_number(amount) == f"{amount:,f}" else tonnes(amount)


@register.filter
def percent(rate: Decimal | None) -> str:
    """A percentage with the digits it has; a dash where there is none."""
    if rate is None:
        return "—"
    return f"{rate:,f}".rstrip("0").rstrip(".") + "%" if "." in f"{rate:f}" else f"{rate:,f}%"


@register.filter
def measures_in_words(count: int) -> str:
    """A count of measures."""
    return ngettext("%(count)s 項措施", "%(count)s 項措施", count) % {"count": count}


@register.inclusion_tag("ui/verdict.html")
def standing(verdict: Verdict, count: int | None = None, *, pill: bool = False, ended: bool = False) -> dict[str, object]:
    """How a measure stands, as sign and word: a phase that runs on is not behind, a measure that ended has nothing to show."""
    verdict = Verdict(verdict)
    label = gettext("已結束") if ended or (count is not None and verdict is Verdict.NOT_APPLICABLE) else str(STANDINGS[verdict])
    return {"code": verdict.value, "label": label, "count": count, "pill": pill}


@register.inclusion_tag("ui/verdict.html")
def benefit_standing(benefit: JudgedBenefit) -> dict[str, object]:
    """How one expected benefit stands."""
    label = STANDINGS[benefit.verdict]
    if benefit.verdict is Verdict.NOT_DUE and benefit.target.basis not in OVER_YEARS:
        label = _("尚未到期")
    elif benefit.verdict is Verdict.NOT_APPLICABLE and benefit.target.basis.startswith("by_year:"):
        label = _("屬其他年度")
    elif benefit.verdict is Verdict.NEEDS_JUDGEMENT and benefit.result is None:
        label = _("無對應成果")
    return {"code": benefit.verdict.value, "label": str(label), "count": None, "pill": False}


@register.simple_tag
def bar_width(progress: Decimal) -> str:
    """The length of a bar: all of it from 100 % on."""
    return f"{min(progress, Decimal(100)):.1f}%"


@register.simple_tag
def progress_in_words(benefit: JudgedBenefit) -> str:
    """How far a benefit is; a result of one year against the whole phase is said to be that."""
    span = benefit.result.span if benefit.result else None
    one_year = span is not None and span[0] == span[1] and benefit.target.basis in OVER_YEARS
    if benefit.verdict is Verdict.MISSED and benefit.progress == PERCENT:
        return gettext("略低於預期數")
    words = gettext("這一年相當於全程預期數的 %(rate)s") if one_year else gettext("達預期數的 %(rate)s")
    return words % {"rate": percent(benefit.progress)}


@register.simple_tag
def other_results(card: MeasureCard) -> list[ResultPart]:
    """The results that answer none of the benefits."""
    answered = [benefit.result for benefit in card.benefits]
    return [result for result in card.row.results if result not in answered]


@register.inclusion_tag("public/milestones/timeline.html")
def milestones_timeline(*, brief: bool = True) -> dict[str, object]:
    """The policy milestones as an ordered list, for the home page; ``brief`` leaves out explanations and sources. No query."""
    return {"milestones": list_milestones(), "brief": brief}
