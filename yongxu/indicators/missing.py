"""What a report on an indicator still needs before it can be sent (mission T3): a pure function of what was typed."""

from yongxu.indicators.filing import IndicatorFiling, PartFiling
from yongxu.indicators.rows import IndicatorRow
from yongxu.quantities.verdicts import Verdict
from yongxu.quantities.wording import Bilingual


def missing_in(filing: IndicatorFiling, row: IndicatorRow) -> list[tuple[str, Bilingual]]:
    """Each thing that is missing: the id of its field on the form, and what to do.

    Every part of the target has a result or is not due, unless the target itself says that the year has none; reason and
    countermeasures are there where a part is missed. ``row`` is the typed row of the same filing.
    """
    found = []
    several = len(row.targets) > 1
    for number, target in enumerate(row.targets):
        part = filing.parts[number] if number < len(filing.parts) else PartFiling()
        if not (part.result.strip() or part.not_due or target.not_applicable or target.not_due):
            found.append((f"id_part-{number}-result", _lacks_result(number + 1, several=several)))
    if not row.targets and not any(part.result.strip() or part.not_due for part in filing.parts):
        found.append(("id_part-0-result", _lacks_result(1, several=False)))
    if Verdict.MISSED in row.verdicts:
        if not filing.lag_reason.strip():
            found.append(("id_lag_reason", Bilingual(zh="有分項未達標，請填落後原因。", en="A part is missed: say why it is behind.")))
        if not filing.countermeasures.strip():
            words = Bilingual(zh="有分項未達標，請填因應對策。", en="A part is missed: say what is being done about it.")
            found.append(("id_countermeasures", words))
    return found


def _lacks_result(number: int, *, several: bool) -> Bilingual:
    if several:
        return Bilingual(
            zh=f"分項 {number} 請填實績值，或勾選「未達統計週期」。", en=f"Part {number}: give the actual value or tick 'Not yet due'."
        )
    return Bilingual(zh="請填實績值，或勾選「未達統計週期」。", en="Give the actual value or tick 'Not yet due'.")
