"""Units as official papers print them: one canonical symbol each, its dimension, and exact scaling inside a dimension."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal, Inexact, localcontext
from functools import cache

from yongxu.quantities.patterns import HAN, Pattern
from yongxu.quantities.unit_tables import (
    COUNT_SPELLINGS,
    COUNTS,
    DENOMINATOR_SPELLINGS,
    DENOMINATORS,
    MEASURES,
    NOT_A_UNIT,
    PEOPLE,
    SCALED,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """``symbol`` as printed in output; ``factor`` is the size in the base of ``dimension`` (公斤 is 0.001 of the base 公噸)."""

    symbol: str
    dimension: str
    factor: Decimal


class DimensionMismatch(ValueError):
    """Two units measure different things; no factor leads from one to the other (公秉油當量 and 公噸油當量, 元 and 件)."""


class UnknownUnit(ValueError):
    """The text is not a unit of the tables in this module."""


class InexactConversion(ValueError):
    """The converted value has no finite decimal form (10 分鐘 in 小時); convert towards the smaller unit instead."""


_GASES = ("二氧化碳當量", "CO2當量", "CO2e", "CO2 當量", "碳當量", "二氧化碳e", "-CO2e", "(CO2e)")
_PLAIN_GASES = ("二氧化碳", "CO2", "-CO2")
_CO2E_DIMENSION, _CO2_DIMENSION = "greenhouse gas as CO2e", "carbon dioxide"
_MAGNITUDES = {"十": 10, "百": 100, "千": 1000, "仟": 1000, "萬": 10**4, "億": 10**8, "兆": 10**12}
_SEPARATORS = "./．·‧・*×-"


def _entries(table: str) -> list[list[str]]:
    """The words of each entry; entries end with a bar or a line end."""
    return [entry.split() for entry in table.replace("\n", "|").split("|") if entry.strip()]


_NOT_A_UNIT = {entry[0]: tuple(entry[1:]) for entry in _entries(NOT_A_UNIT)}
_DENOMINATOR_SPELLINGS = {entry[0]: entry[1] for entry in _entries(DENOMINATOR_SPELLINGS)}


def _read_tables() -> tuple[dict[str, Unit], dict[str, tuple[Unit, Decimal]]]:
    """Units by symbol, and every spelling with its unit and scale."""
    symbols: dict[str, Unit] = {}
    spellings: dict[str, tuple[Unit, Decimal]] = {}
    one = Decimal(1)
    for line in MEASURES.strip().splitlines():
        dimension, *members = line.split(" | ")
        for member in members:
            symbol, factor, *others = member.split()
            unit = symbols[symbol] = Unit(symbol, dimension, Decimal(factor))
            spellings.update(dict.fromkeys([symbol, *others], (unit, one)))
    for symbol in COUNTS.split():
        unit = symbols[symbol] = Unit(symbol, symbol, one)
        spellings[symbol] = (unit, one)
    for mass in ("公噸", "噸", "公斤", "公克"):
        symbols[f"{mass}CO2e"] = Unit(f"{mass}CO2e", _CO2E_DIMENSION, symbols[mass].factor)
        symbols[f"{mass}CO2"] = Unit(f"{mass}CO2", _CO2_DIMENSION, symbols[mass].factor)
    for spelling, symbol in _entries(COUNT_SPELLINGS):
        spellings[spelling] = (symbols[symbol], one)
    for spelling, symbol, scale in _entries(SCALED):
        spellings[spelling] = (symbols[symbol], Decimal(scale))
    return symbols, spellings


_SYMBOLS, _SPELLINGS = _read_tables()


def _by_first_character(words: list[str]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        index.setdefault(word[0], []).append(word)
    return index


_INDEX = _by_first_character(list(_SPELLINGS))
_PEOPLE = frozenset(PEOPLE.split())
_DENOMINATOR_INDEX = _by_first_character([*DENOMINATORS.split(), *_DENOMINATOR_SPELLINGS, *_PEOPLE])
_BASE_INDEX = _by_first_character([*DENOMINATORS.split(), *_DENOMINATOR_SPELLINGS, *_PEOPLE, *COUNTS.split()])
_POWER_OF_TEN = Pattern(r"(?P<digits>1[\d,]*)? ?(?P<words>一?[十百千仟]?[萬億]?)")
_MEASURE_WORD = Pattern(rf" ?[名位個件](?={HAN})")


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _longest(index: dict[str, list[str]], text: str, position: int) -> str | None:
    for word in index.get(text[position : position + 1], ()):
        if text.startswith(word, position):
            after = text[position + len(word) : position + len(word) + 1]
            if _is_latin(word[-1]) and (_is_latin(after) or after.isdigit()) and not text.startswith("CO2", position + len(word)):
                continue
            if any(text.startswith(rest, position + len(word)) for rest in _NOT_A_UNIT.get(word, ())):
                continue
            return word
    return None


def _skip_space(text: str, position: int) -> int:
    return position + 1 if text[position : position + 1] in (" ", "\n") else position


def _find_simple(text: str, position: int) -> tuple[Unit, int, Decimal] | None:
    if (currency := _OWN_CURRENCY.match(text, position)) is not None:
        amount = _find_simple(text, _skip_space(text, currency.end()))
        return amount if amount is not None and amount[0].symbol == "元" else None
    word = _longest(_INDEX, text, position)
    if word is not None:
        unit, scale = _SPELLINGS[word]
        return unit, position + len(word), scale
    scale, after = Decimal(1), position
    while text[after : after + 1] in _MAGNITUDES:
        scale, after = scale * _MAGNITUDES[text[after]], after + 1
    if after == position:
        return None
    after = _skip_space(text, after)
    word = _longest(_INDEX, text, after)
    if word is None:
        return None
    unit, own = _SPELLINGS[word]
    return unit, after + len(word), scale * own


def _with_gas(text: str, end: int, unit: Unit) -> tuple[Unit, int]:
    """公噸 followed by CO2e (or its Chinese name) is another dimension; CO2 without an e stays carbon dioxide (both in 003)."""
    if f"{unit.symbol}CO2e" not in _SYMBOLS:
        return unit, end
    start = _skip_space(text, end)
    for gases, suffix in ((_GASES, "CO2e"), (_PLAIN_GASES, "CO2")):
        for gas in gases:
            if text.startswith(gas, start):
                return _SYMBOLS[unit.symbol + suffix], start + len(gas)
    return unit, end


def find_base(text: str, position: int, *, after_slash: bool = False) -> tuple[str, int] | None:
    """What a rate is counted against at ``position``, in one spelling (10萬人口, 100,000 人 and 十萬名 are 十萬人), and where it ends.

    ``after_slash``: only what units are printed with after a slash; otherwise any measure word may follow 每. None where none stands.
    """
    power = _POWER_OF_TEN.match(text, position)
    scale, start = (_size_of(power), power.end()) if power is not None else (Decimal(1), position)
    if scale is None:
        return None
    index = _DENOMINATOR_INDEX if after_slash else _BASE_INDEX
    start = _skip_space(text, start)
    word = None
    if (measure := _MEASURE_WORD.match(text, start)) is not None and (word := _longest(index, text, measure.end())) in _MEASURED:
        start = measure.end()
    else:
        word = _longest(index, text, start)
    if word is None:
        return None
    return f"{_SCALE_WORDS[scale]}{_DENOMINATOR_SPELLINGS.get(word, word)}", start + len(word)


_MEASURED = _PEOPLE | {"活產", "活產嬰兒", "活嬰", "新生兒", "車輛", "居民", "國民", "民眾"}
"""Nouns that a measure word may precede in a base: 每千名活產."""
_SCALE_WORDS = dict(
    zip((Decimal(10) ** n for n in range(10)), ("", "十", "百", "千", "萬", "十萬", "百萬", "千萬", "億", "十億"), strict=True)
)


def _size_of(power: re.Match[str]) -> Decimal | None:
    """The size that a power of ten names (10萬, 100,000, 十萬); None where the digits make no power of ten or too large a one."""
    digits = (power["digits"] or "1").replace(",", "")
    size = Decimal(digits)
    for word in power["words"].removeprefix("一"):
        size *= _MAGNITUDES[word]
    return size if size in _SCALE_WORDS else None


_MONTHS = {"月": 1, "季": 3}


@cache
def denominator(name: str) -> Unit:
    """A base as a unit: 十萬人 is 人 with factor 100000, 季 is three of 月; one that no table knows is a dimension of its own."""
    if name in _MONTHS:
        return Unit(name, "months", Decimal(_MONTHS[name]))
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    if name in _SPELLINGS:
        return _SPELLINGS[name][0]
    if name in _PEOPLE:
        return Unit(name, _SYMBOLS["人"].dimension, Decimal(1))
    scale, rest = Decimal(1), name
    while rest and rest[0] in _MAGNITUDES:
        scale, rest = scale * _MAGNITUDES[rest[0]], rest[1:]
    if scale != 1 and rest:
        own = denominator(rest)
        return Unit(name, own.dimension, scale * own.factor)
    return Unit(name, name, Decimal(1))


_OWN_CURRENCY = Pattern(r"新[臺台]幣(?= ?[十百千萬億兆]*元)")
"""Before the unit of an amount: 18,000 (新臺幣億元)."""
_LATIN = Pattern(r"[A-Za-zμ]+\d?/[A-Za-z]+\d?")


@cache
def _compound(numerator: str, denominators: tuple[str, ...]) -> Unit:
    unit = _SYMBOLS[numerator]
    parts = [denominator(name) for name in denominators]
    size = Decimal(1)
    for part in parts:
        size *= part.factor
    # 戶.年 (as printed in 001 8.12.1) is kept with its point, 人/日 with its slash.
    symbol = f"{numerator}/{('.' if denominators[0] == '戶' else '/').join(denominators)}"
    return Unit(symbol, "/".join([unit.dimension, *(part.dimension for part in parts)]), unit.factor / size)


def find_unit(text: str, position: int) -> tuple[Unit, int, Decimal] | None:
    """The longest unit that begins at ``position`` (one space may come first), where it ends, and its scale word (千元 → 1000).

    The text must be normalised. None where no unit of the tables stands there: an unknown measure word is never guessed.
    """
    found = _find_simple(text, _skip_space(text, position))
    if found is None:
        return None
    unit, end, scale = found
    unit, end = _with_gas(text, end, unit)
    denominators: list[str] = []
    while True:
        after = _skip_space(text, end)
        sign = text[after : after + 1]
        if sign != "/" and not (denominators and sign and sign in _SEPARATORS):
            break
        base = find_base(text, _skip_space(text, after + 1), after_slash=True)
        if base is None:
            break
        denominators.append(base[0])
        end = base[1]
    if not denominators:
        return unit, end, scale
    compound, printed = _compound(unit.symbol, tuple(denominators)), text[_skip_space(text, position) : end].replace(" ", "")
    return (replace(compound, symbol=printed) if _LATIN.fullmatch(printed) else compound), end, scale


@cache
def _named(symbol: str) -> tuple[Unit, Decimal]:
    found = find_unit(symbol, 0)
    if found is None or found[1] != len(symbol):
        raise UnknownUnit(symbol)
    return found[0], found[2]


def convert(value: Decimal, unit: str, to: str) -> Decimal:
    """The same quantity in another unit of its dimension, exactly; scale words are understood on both sides (萬公噸 → 公斤).

    Raises DimensionMismatch across dimensions, UnknownUnit for a text that is no unit and InexactConversion where the result has no
    finite decimal form.
    """
    (source, own), (target, other) = _named(unit), _named(to)
    if source.dimension != target.dimension:
        raise DimensionMismatch(f"{unit} ≠ {to}")
    with localcontext() as context:
        context.prec = 60
        context.clear_flags()
        result = value * (source.factor * own) / (target.factor * other)
        if context.flags[Inexact]:
            raise InexactConversion(f"{value} {unit} → {to}")
        return result


def same_dimension(a: str | None, b: str | None) -> bool:
    """Whether two canonical symbols can be compared; two bare numbers can, a bare number and a unit cannot."""
    if a is None or b is None:
        return a is b
    return a == b or _named(a)[0].dimension == _named(b)[0].dimension
