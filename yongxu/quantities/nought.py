"""Results in words that are a number: 未發生 where the target is 零死亡."""

from yongxu.quantities.patterns import Pattern
from yongxu.quantities.statements import TargetPart
from yongxu.quantities.vocabulary import states as words

_NONE_HAPPENED = Pattern(words.NONE_HAPPENED)


def is_none_of(text: str, target: TargetPart) -> bool:
    """Whether a result without a number says that nothing happened (未發生) of what the target wants none of (零死亡).

    What it names must be what the target names: no deadly accident is not yet no accident.
    """
    if target.value != 0 or target.better != "lower" or (said := _NONE_HAPPENED.fullmatch(text)) is None:
        return False
    of = said["what"] or said["harm"] or said["nought"] or ""
    wanted = target.text.replace("零", "")
    return of in wanted or (of.removesuffix("事故") or of) in wanted
