"""Which side of a number is the good one, and who says so: the statement, the indicator's name, or a named rule (T4)."""

from dataclasses import dataclass

from yongxu.quantities.patterns import HAN, Pattern
from yongxu.quantities.statements import Comparator
from yongxu.quantities.vocabulary import directions as words
from yongxu.quantities.vocabulary.layout import words as listed
from yongxu.quantities.vocabulary.rules import GENERIC_RULES, QUANTITY_RULES

_OF_A_WHOLE = r"[^，；。\d]{2,14}[之的]\s?"
"""What a percentage is a share of: 達全體家庭之 66%, 降至全國平均的 80%."""
_DOWN_TO = Pattern(
    rf"(?:{words.DOWN_TO})(?:{_OF_A_WHOLE}|[^，；。]{{0,2}}|每\s?[^，；。\d]{{1,8}}|\s?\d{{2,4}}\s?年度?[^，；。\d]{{0,6}})$"
)
_UP_TO = Pattern(rf"(?:{words.UP_TO})(?:[^，；。]{{0,2}}|{_OF_A_WHOLE})$")
_STRONG_UP = Pattern(
    r"((提升|提高|增加|增|成長|擴大|擴增|擴充|上升|恢復|升)(到|至|為)|(提升|提高|增加|擴大)[^，；。\d]{1,24}(到|至))[^，；。]{0,2}$"
)
_LESS_BY = Pattern(words.LESS_BY)
_MORE_BY = Pattern(words.MORE_BY)
_EQUALS = Pattern(r"(等於|恰為|剛好為|恰好為)$")
_COMPARED_MEAN = Pattern(
    r"(?:(不低於|不少於|高於|優於|多於)|不高於|不超過|低於|少於)(?:[^，。；]{1,20}(?:平均|均)(?:值|數)?|\s?(?:民國|西元)?\s?\d{2,4}\s?年度?)(?:水準|實績|[之的])*\s*\(?$"
)
_ACHIEVING = Pattern(words.ACHIEVING)
_OPENS = Pattern(rf"[\s\d年度,，~\-至]*(每年|預計|預期|規劃|累計|累積|全程|共計?|合計|持續|推動|計)*\s*{words.ACHIEVING}")
_NAME_LOWER = Pattern(words.NAME_LOWER)
_NAME_HIGHER = Pattern(words.NAME_HIGHER)
_NAME_OF_LESS = Pattern(words.NAME_OF_LESS)
_NAME_OF_LESS_IN_PERCENT = Pattern(words.NAME_OF_LESS_IN_PERCENT)
_NAME_OF_LOSS = Pattern(words.NAME_OF_LOSS)
_LESS = frozenset("減降節改縮削抑汰流退消調")
"""Characters without one of which no name says that there is less."""
_BRACKET_AT_END = Pattern(r"\s*\([^()]*\)$")
_RULES = tuple((name, better, Pattern(pattern)) for name, better, pattern in QUANTITY_RULES)
_FAR_HEAD = Pattern(rf"^{HAN}{{4,}}(?<![比頻])率(達|為|至|約)?$")
"""A rate of something else than the harm named in front of it: 火災警報器設置率, 中輟學生復學率."""
_LEVEL = Pattern(r"(率|比例|比率|係數|指數|濃度)\s*(為|達)?$")
_MEASURED = ("分", "倍", "歲", "°C", "名次")
_SUM = Pattern(r"累計|累積|合計|共計|總計")
_COUNTS = frozenset(
    listed(
        """
        家 廠 廠次 件 案 項 人次 家次 場 場次 座 臺 台 輛 艘 條 處 班 梯次 份 篇 種 門 所 校 組 隊
        縣市 筆 站 社區 部落 店 張 棟 床 區 例 式 個 槍 樁 盞 株 棵 份 冊 項次 戶 廠 部 套 間 口
        艘次 班次 航班 席 名額 節 本 面 枚 尾 團 堂 集 劑 趟 場域 場站 測站 系統 模組 方案 指引 專利 品項 攤 題
        """
    )
)
_RATES = ("%", "‰", "個百分點")


@dataclass(frozen=True, slots=True)
class Direction:
    """``better`` is ``higher``, ``lower`` or None; ``comparator`` follows from it or from the statement's own words."""

    comparator: Comparator
    source: str | None
    better: str | None


_UNKNOWN = Direction(Comparator.NONE, None, None)
_OF_AFFIX = {">=": Comparator.AT_LEAST, ">": Comparator.MORE_THAN, "<=": Comparator.AT_MOST, "<": Comparator.LESS_THAN}


def _towards(better: str, source: str) -> Direction:
    return Direction(Comparator.AT_LEAST if better == "higher" else Comparator.AT_MOST, source, better)


def find_direction(
    before: str,
    *,
    affix: str | None,
    unit: str | None,
    name: str = "",
    expected_benefit: bool = False,
    zero: bool = False,
    full: bool = False,
) -> Direction:
    """The direction of a number that follows the words ``before`` in its clause.

    In this order: an affix (以上, 不超過), a verb that says to which level (降至, 提升至) or by how much (減少 3.8%); an amount of work to
    be done (輔導 80 家) is at least (``rule:完成量``, in a programme ``rule:expected-benefit``); the indicator's ``name``
    (降低自來水漏水率, 提升就業率; 使用量減少比率 is ``rule:減量幅度``); a named rule on the quantity phrase, in the clause, then in the
    name; for a programme's benefit at least (``rule:expected-benefit``); a target of ``zero`` is at most; all (100 %, ``full``,
    ``rule:全數``), a sum over years (``rule:累計``) and a bare count of things (15 案, ``rule:計數``) are at least. Otherwise unknown.
    """
    return (
        _from_statement(before, affix=affix, unit=unit, name=name)
        or (_from_work(before, unit=unit, expected_benefit=expected_benefit) if expected_benefit or not zero else None)
        or _from_name(name, unit=unit)
        or _sensible(_from_rule(before) or _from_rule(name), zero=zero and not expected_benefit, full=full)
        or (_towards("higher", "rule:expected-benefit") if expected_benefit else None)
        or (_towards("lower", "rule:零目標") if zero else None)
        or (_towards("higher", "rule:全數") if full else None)
        or (_towards("higher", "rule:累計") if _SUM.search(before) else None)
        or (_towards("higher", "rule:計數") if unit in _COUNTS or (unit or "").endswith("次") else _UNKNOWN)
    )


def _sensible(rule: Direction | None, *, zero: bool, full: bool) -> Direction | None:
    """No rule asks for at least nothing or for at most all (受理檢舉 100% 於期限內回復)."""
    return None if rule is not None and ((zero and rule.better == "higher") or (full and rule.better == "lower")) else rule


def achieves(before: str) -> bool:
    """Whether the words in front of a number say that something is done so often (輔導, 完成)."""
    return _ACHIEVING.search(before) is not None


def _from_statement(before: str, *, affix: str | None, unit: str | None, name: str) -> Direction | None:
    if affix is not None:
        return Direction(_OF_AFFIX[affix], "statement", "higher" if affix.startswith(">") else "lower")
    tail = before.rstrip(" 約近:：(=")
    if _EQUALS.search(tail):
        return Direction(Comparator.EQUAL, "statement", None)
    if compared := _COMPARED_MEAN.search(tail):
        return _towards("higher" if compared[1] else "lower", "statement")
    if _DOWN_TO.search(tail):
        return _towards("lower", "statement")
    if _STRONG_UP.search(tail):
        return _towards("higher", "statement")
    if _LESS_BY.search(tail) or _MORE_BY.search(tail):
        return _by_how_much(tail, unit)
    if _UP_TO.search(tail):
        rule = _from_rule(tail) or _from_rule(name)
        named = rule is not None and rule.better == "lower" and (unit in _RATES or not _ACHIEVING.search(tail))
        return rule if named else _towards("higher", "statement")
    return None


def _from_work(before: str, *, unit: str | None, expected_benefit: bool) -> Direction | None:
    """完成 3 處, 清除 1,500 公噸: so much is to be done. A verb inside a noun phrase (認證合格人數) leaves it to the rule on the phrase."""
    if unit in (None, *_RATES, *_MEASURED) or not achieves(before):
        return None
    rule = None if _OPENS.match(before) else _from_rule(before)
    if rule is not None:
        return None if rule.better == "lower" else rule
    return _towards("higher", "rule:expected-benefit" if expected_benefit else "rule:完成量")


def _by_how_much(tail: str, unit: str | None) -> Direction:
    """減少廢棄物量 3.8 % asks for at least that much less; 降低失業率 3.5 % names the level itself, so at most; 節電率 is an amount."""
    found = list(_LESS_BY.finditer(tail))
    rest = tail[found[-1].end() :] if found else ""
    is_level = unit in (None, *_RATES) and _LEVEL.search(rest) is not None and not rest.startswith(("率", "幅", "量", "比"))
    return _towards("lower" if is_level else "higher", "statement")


def _from_name(name: str, *, unit: str | None) -> Direction | None:
    """降低漏水率 names the level, so at most; 使用量減少比率 names how much less there is, so at least; 提升就業率 at least."""
    name = _BRACKET_AT_END.sub("", name)
    says_less = not _LESS.isdisjoint(name)
    if says_less and _NAME_OF_LOSS.search(name):
        return _towards("lower", "rule:災害與退化")
    if says_less and (_NAME_OF_LESS.search(name) or (unit in _RATES and _NAME_OF_LESS_IN_PERCENT.search(name))):
        return _towards("higher", "rule:減量幅度")
    if _NAME_LOWER.search(name):
        return _towards("lower", "indicator")
    if _NAME_HIGHER.search(name):
        rule = _from_rule(name)
        return _towards("higher", "indicator") if rule is None or rule.better == "higher" else None
    return None


def _from_rule(phrase: str) -> Direction | None:
    best: tuple[tuple[bool, int], str, str] | None = None
    for rule, better, pattern in _RULES:
        for found in pattern.finditer(phrase):
            if better == "lower" and _FAR_HEAD.search(phrase[found.end() :]):
                continue
            rank = (rule not in GENERIC_RULES, found.end())
            if best is None or rank > best[0]:
                best = (rank, better, rule)
    return None if best is None else _towards(best[1], f"rule:{best[2]}")
