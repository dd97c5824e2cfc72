"""What a report on a measure still needs before it can be sent: a pure function of what was typed."""

from yongxu.climate.filing import MeasureFiling
from yongxu.climate.rows import MeasureRow
from yongxu.quantities.statements import TargetPart
from yongxu.quantities.wording import Bilingual


def missing_in(filing: MeasureFiling, row: MeasureRow, *, roc_year: int) -> list[tuple[str, Bilingual]]:
    """Each thing that is missing: the id of its field on the form, and what to do.

    A measure that has ended says so in words; any other has a result for every benefit but those of other years. ``row`` is the typed
    row of the same filing.
    """
    if filing.ended:
        if filing.ended_text.strip():
            return []
        return [("id_ended_text", Bilingual(zh="請寫明措施何時結束，例如 已於 112 年結束。", en="Say when the measure ended."))]
    answered = {item.benefit for item in filing.results if item.text.strip()}
    if not row.targets and not answered:
        words = Bilingual(zh="請填執行成果，或勾選「措施已結束」。", en="Give a result, or tick that the measure has ended.")
        return [(f"id_result-{len(filing.results)}-text", words)]
    # The form shows what is stored first, then an empty field for every benefit without a result.
    empty = [index for index in range(len(row.targets)) if index not in {item.benefit for item in filing.results}]
    return [
        (f"id_result-{len(filing.results) + place}-text", _lacks_result(row.targets[index]))
        for place, index in enumerate(empty)
        if not _is_of_other_year(row.targets[index], roc_year)
    ]


def _is_of_other_year(target: TargetPart, roc_year: int) -> bool:
    if target.not_applicable or target.not_due:
        return True
    return target.basis.startswith("by_year:") and target.basis != f"by_year:{roc_year}"


def _lacks_result(target: TargetPart) -> Bilingual:
    label = f"{target.number}. {target.text}" if target.number else target.text
    return Bilingual(
        zh=f"「{label}」請填成果；今年沒有成果時，請寫明原因。", en=f"'{label}': give the result, or say why there is none this year."
    )
