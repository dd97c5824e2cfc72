"""Corrections 勘誤 of what was published, in words: when, of which year, what was there and what is there now, and the public note."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page
from django.urls import reverse
from django.utils.timezone import localtime

from yongxu.climate.models import Measure
from yongxu.history.selectors import RowVersions
from yongxu.indicators.models import Indicator
from yongxu.organizations.models import pick_language
from yongxu.public.corrections import CorrectedField, tell_corrections
from yongxu.quantities.interchange import Json
from yongxu.reporting.models import Erratum
from yongxu.reporting.models.remarks import ErratumQuerySet

PER_PAGE = 20
INDICATOR, MEASURE = Indicator._meta.label_lower, Measure._meta.label_lower
DERIVED = ("verdict", "verdicts", "pairs", "place", "section")
"""What follows from the rest of a row or says where it stood: the changed verdict is told beside the fields."""


@dataclass(frozen=True, slots=True)
class ToldErratum:
    """One correction for people. ``year`` is CE; ``note_en`` is empty where the note is in Chinese for every reader."""

    at: datetime
    year: int
    note: str
    note_en: str
    corrections: tuple[CorrectedField, ...]


@dataclass(frozen=True, slots=True)
class ListedErratum:
    """A correction in the list of all: with what it corrects. ``address`` is empty where that is no longer shown."""

    told: ToldErratum
    code: str
    name: str
    name_en: str
    address: str
    is_fictional: bool


def tell_erratum(erratum: Erratum) -> ToldErratum:
    """One in words; of fields that did not change nothing is said."""
    before, after = erratum.before, erratum.after
    changed = [field for field in {**before, **after} if field not in DERIVED and before.get(field) != after.get(field)]
    return ToldErratum(
        at=erratum.at,
        year=erratum.publication.year,
        note=pick_language(erratum.note, erratum.note_en),
        note_en=erratum.note_en,
        corrections=tell_corrections(changed, RowVersions(before, after)),
    )


def errata_of_indicator(indicator: Indicator) -> ErratumQuerySet:
    """Those of an indicator, the newest first. One query where its framework was read."""
    return Erratum.objects.shown().about(Indicator, indicator.code, scope=indicator.edition.framework.code)


def errata_of_measure(measure: Measure) -> ErratumQuerySet:
    """Those of a measure, the newest first. One query where its programme was read."""
    return Erratum.objects.shown().about(Measure, measure.code, section=measure.strategy.programme.code)


def errata_of_programme(programme: str) -> ErratumQuerySet:
    """Those of all measures of a programme, the newest first. One query."""
    return Erratum.objects.shown().filter(item__subject_type=MEASURE, after__section=programme)


def errata_to_json(errata: Iterable[Erratum]) -> list[dict[str, Json]]:
    """Errata as data: the note and both versions of the row in full."""
    return [
        {
            "at": item.at.isoformat(),
            "year": item.publication.year,
            "note": item.note,
            "note_en": item.note_en,
            "before": item.before,
            "after": item.after,
        }
        for item in errata
    ]


def newest_by_row(errata: Iterable[Erratum]) -> dict[tuple[str, int], Erratum]:
    """The newest of every code and (CE) year, of errata in the order of `ErratumQuerySet.shown`."""
    found: dict[tuple[str, int], Erratum] = {}
    for item in errata:
        found.setdefault((_code_of(item), item.publication.year), item)
    return found


def csv_cells(erratum: Erratum | None) -> tuple[str, str]:
    """The two last cells of a line in a table: the day of its newest correction and the note; empty where there is none."""
    return ("", "") if erratum is None else (localtime(erratum.at).date().isoformat(), erratum.note)


def list_errata(page: Page[Erratum]) -> list[ListedErratum]:
    """A page of all errata, each with the page of what it corrects. Three queries."""
    errata = list(page)
    indicators = _indicators_of(errata)
    measures = _measures_of(errata)
    return [_listed(item, indicators, measures) for item in errata]


def _listed(
    erratum: Erratum, indicators: Mapping[tuple[str, str], Indicator], measures: Mapping[tuple[str, str], Measure]
) -> ListedErratum:
    code, section = _code_of(erratum), _section_of(erratum)
    indicator, measure = indicators.get((erratum.item.cycle.scope, code)), measures.get((section, code))
    if erratum.item.subject_type == INDICATOR and indicator is not None:
        address = reverse("public:indicator", args=[indicator.edition.framework.code, code])
        name, name_en = indicator.name_zh, indicator.name_en
    elif erratum.item.subject_type == MEASURE and measure is not None:
        address, name, name_en = reverse("public:measure", args=[section, code]), measure.name_zh, measure.name_en
    else:
        address, name, name_en = "", erratum.item.name, ""
    return ListedErratum(tell_erratum(erratum), code, pick_language(name, name_en), name_en, address, erratum.publication.is_fictional)


def _indicators_of(errata: Iterable[Erratum]) -> dict[tuple[str, str], Indicator]:
    """The indicators that these correct and that the public can see, by framework and code."""
    own = [item for item in errata if item.item.subject_type == INDICATOR]
    scopes, codes = {item.item.cycle.scope for item in own}, {_code_of(item) for item in own}
    current = Indicator.objects.published().filter(edition__is_current=True, edition__framework__code__in=scopes, code__in=codes)
    return {(item.edition.framework.code, item.code): item for item in current.select_related("edition__framework")}


def _measures_of(errata: Iterable[Erratum]) -> dict[tuple[str, str], Measure]:
    """The measures that these correct and that the public can see, by programme and code."""
    own = [item for item in errata if item.item.subject_type == MEASURE]
    sections, codes = {_section_of(item) for item in own}, {_code_of(item) for item in own}
    measures = Measure.objects.filter(strategy__programme__code__in=sections, code__in=codes)
    shown = measures.filter(years__publication__published_at__isnull=False).distinct()
    return {(item.strategy.programme.code, item.code): item for item in shown.select_related("strategy__programme")}


def _code_of(erratum: Erratum) -> str:
    return str(erratum.after.get("code", ""))


def _section_of(erratum: Erratum) -> str:
    return str(erratum.after.get("section", ""))
