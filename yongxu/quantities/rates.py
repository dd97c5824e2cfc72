"""What a rate is counted against (每十萬人口, 千人率, 人/十萬人, 公升/人/日): its base in one spelling, and rates compared with rates."""

import re
from dataclasses import dataclass
from decimal import Decimal, Inexact, localcontext
from functools import lru_cache

from yongxu.quantities.patterns import HAN, Pattern
from yongxu.quantities.units import DimensionMismatch, InexactConversion, convert, denominator, find_base

_EACH = Pattern(r"(?<!逢)每 ?(?:一(?![十百千萬]))? ?")
_JOINED = Pattern(r" ?[、的]? ?每 ?(?:一(?![十百千萬]))? ?")
_DATES = Pattern(r" ?(?:底|初|中旬|末|\d{1,2} ?日|[一二三四五六]|日(?=[^\d]))")
_TIMES = ("年", "季", "月", "日", "週", "小時", "分鐘", "秒")
# 千人率, 十萬人口死亡率, 百萬工時失能傷害頻率, and a bracket that holds the base alone: 死亡率(十萬人口).
_RATE_NAME = Pattern(r"(?<![\d.,每十百千萬億])(?=[1十百千萬])(?=(?:1[\d,]*)? ?[十百千]?[萬億]?(?:[名位個])? ?[人戶活新輛車工就勞受學婦])")
_TO_RATE = Pattern(rf"[^，。；;:：、()\d]{{0,10}}率|(?<=人口)[之的]?{HAN}{{2,12}}?(?:數|比|人口)")
_RATIOS = {"%": Decimal(100), "‰": Decimal(1000), "‱": Decimal(10000)}
_COUNTED = ("人", "名", "位", "件", "例", "案", "起", "戶", "家", "次", "人次", "輛", "床")


@dataclass(frozen=True, slots=True)
class Base:
    """One base as it stands at ``start``–``end`` of a text; ``per`` is its one spelling (``十萬人``, ``人/日``)."""

    per: str
    start: int
    end: int

    @property
    def is_population(self) -> bool:
        """True for so many of a population (十萬人, 千活產), which may be named a clause ahead of its number; not for 每人 or 每場."""
        return "/" not in self.per and self.per not in _TIMES and denominator(self.per).symbol[0] in "十百千萬億"


@lru_cache(maxsize=4096)
def find_bases(text: str) -> tuple[Base, ...]:
    """Every base that a normalised text names, in order; 每人每日 is one, a year (每人每年) is left to the basis of time."""
    if not any(mark in text for mark in ("每", "率", "人口", "(")):
        return ()
    found: list[Base] = []
    position = 0
    while (each := _EACH.search(text, position)) is not None:
        start, names, position = each.start(), list[str](), each.end()
        follows: re.Match[str] | None = each
        while follows is not None and (base := find_base(text, follows.end())) is not None:
            if base[0] in _TIMES and _DATES.match(text, base[1]):
                break
            names.append(base[0].removesuffix("年") or base[0])
            position = base[1]
            follows = _JOINED.match(text, position)
        kept = [name for name in names if name != "年"]
        if kept:
            found.append(Base("/".join(kept), start, position))
    found.extend(base for base in _rates(text) if not any(one.start <= base.start < one.end for one in found))
    return tuple(sorted(found, key=lambda base: base.start))


def _rates(text: str) -> list[Base]:
    found = []
    for match in _RATE_NAME.finditer(text):
        base = find_base(text, match.start())
        if base is None or base[0] in _TIMES or base[0][0] not in "百千萬十億":
            continue
        if text[: match.start()].rstrip()[-1:].isdigit():
            continue
        in_bracket = text[match.start() - 1 : match.start()] == "(" and text[base[1] : base[1] + 1] == ")"
        if in_bracket or _TO_RATE.match(text, base[1]):
            found.append(Base(base[0], match.start(), base[1]))
    return found


def base_of_unit(unit: str | None) -> str | None:
    """The base of a compound unit: 十萬人 of 人/十萬人, 人/日 of 公升/人/日; None for a plain one and for an amount per year (公噸/年)."""
    if unit is None or "/" not in unit:
        return None
    bases = (find_base(name, 0, after_slash=True) for name in re.split(r"[/.]", unit.partition("/")[2]) if name)
    names = [base[0] for base in bases if base is not None and base[0] != "年"]
    return "/".join(names) or None


def base_at(
    text: str, start: int, end: int, *, clause: int, unit: str | None, others: tuple[tuple[int, str | None], ...] = ()
) -> str | None:
    """The base of the number at ``start``–``end`` of a text, whose clause begins at ``clause``; None where none is stated for it.

    It stands in the unit (人/十萬人), in a bracket behind the number (11.8 人(每十萬人口)), or in front of the number in its clause; a
    population (每十萬人口, 千人率) also in a clause before. ``others`` are where the other numbers of the text begin, with their
    units: one of another unit in between takes the base for itself. Ratios (%, ‰) and their changes have none.
    """
    if unit in _RATIOS or unit == "個百分點":
        return None
    if "/" in (unit or ""):
        return base_of_unit(unit)
    bases = find_bases(text)
    for base in bases:
        gap = text[end : base.start].strip()
        closed = gap == "(" and text[base.end :].lstrip()[:1] == ")"
        if base.start >= end and (closed or gap == "/" or (not gap and unit is None)):
            return base.per
    for base in reversed(bases):
        if base.end > start:
            continue
        if base.start < clause and not base.is_population:
            return None
        taken = [other for begin, other in others if base.end <= begin < start]
        if all(other == unit for other in taken) and (base.start >= clause or not taken):
            return base.per
        return None
    return None


def base_of_name(name: str) -> str | None:
    """The base that an indicator's name says its figures are counted against; None where it names none, or two."""
    named = {base.per for base in find_bases(name)}
    return named.pop() if len(named) == 1 else None


def base_size(per: str) -> tuple[tuple[str, ...], Decimal]:
    """The dimensions of a base, in a fixed order, and its size in their bases: 十萬人 is 100000 persons."""
    units = [denominator(name) for name in per.split("/")]
    size = Decimal(1)
    for unit in units:
        size *= unit.factor
    return tuple(sorted(unit.dimension for unit in units)), size


def restate(value: Decimal, unit: str | None, per: str | None, to_unit: str | None, to_per: str | None) -> Decimal:
    """A figure in another unit and against another base, exactly: 0.019 per 千人 is 1.9 per 十萬人; 2.5‰ is 2.5 per 千人.

    A unit or base that one side leaves out is taken to be the other's (目標：每十萬人口 11.8 人; 實績值：12.1 人). But a
    compound unit against its plain numerator (公噸/人 and 公噸) is a rate against an amount. Raises DimensionMismatch where the
    things differ (每公頃 and 每戶, 人 and 件), UnknownUnit, and InexactConversion where the result has no finite decimal form.
    """
    per, to_per = per or base_of_unit(unit), to_per or base_of_unit(to_unit)
    if (unit, per) == (to_unit, to_per):
        return value
    if (unit in _RATIOS) != (to_unit in _RATIOS):
        ratio = _from_ratio(value, unit, per, to_unit, to_per)
        if ratio is not None:
            return ratio
    if unit is not None and to_unit is not None:
        compound = [name for name in (unit, to_unit) if "/" in name]
        if (len(compound) == 1 and (per is None or to_per is None)) or (len(compound) == 2 and any(map(_is_yearly, compound))):
            return convert(value, unit, to_unit)
    own, other = (None if name is None else name.partition("/")[0] for name in (unit, to_unit))
    if own is not None and other is not None and own != other:
        value = convert(value, own, other)
    if per is None or to_per is None or per == to_per:
        return value
    (dimensions, size), (to_dimensions, to_size) = base_size(per), base_size(to_per)
    if dimensions != to_dimensions:
        raise DimensionMismatch(f"每{per} ≠ 每{to_per}")
    return _exact(value * to_size, size, f"每{per} → 每{to_per}")


def _is_yearly(unit: str) -> bool:
    return "年" in re.split(r"[/.]", unit)[1:]


def _from_ratio(value: Decimal, unit: str | None, per: str | None, to_unit: str | None, to_per: str | None) -> Decimal | None:
    """‰ against so many per thousand of a population; None where that is not what is compared."""
    count, base = (to_unit, to_per) if unit in _RATIOS else (unit, per)
    if base is None or "/" in base or base in _TIMES or (count is not None and count.partition("/")[0] not in _COUNTED):
        return None
    size = base_size(base)[1]
    if size < 100:
        return None
    if unit is not None and unit in _RATIOS:
        return _exact(value * size, _RATIOS[unit], f"{unit} → 每{base}")
    return _exact(value * _RATIOS[to_unit or "%"], size, f"每{base} → {to_unit}")


def _exact(value: Decimal, by: Decimal, shown: str) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        context.clear_flags()
        result = value / by
        if context.flags[Inexact]:
            raise InexactConversion(shown)
        return result


def same_kind(unit: str | None, per: str | None, other: str | None, other_per: str | None) -> bool:
    """Whether two figures are of one kind: their units of one dimension, and their bases too where both are known."""
    if unit is None or other is None:
        if unit is not other and (unit in _RATIOS or other in _RATIOS):
            return _from_ratio(Decimal(1), unit, per, other, other_per) is not None
        return unit is other
    try:
        restate(Decimal(1), unit, per, other, other_per)
    except InexactConversion:
        return True
    except DimensionMismatch:
        return False
    return True


def label_of(unit: str | None, per: str | None) -> str:
    """Unit and base for a message: 人/十萬人, 每千人 where no unit is printed."""
    if per is None or "/" in (unit or ""):
        return unit or ""
    return f"每{per}" if unit is None else f"{unit}/{per}"
