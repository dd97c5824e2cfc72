"""Execution tables of action programmes 行動方案執行情形: from the cells of any known layout to typed rows, with every doubt named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from yongxu.climate.rows import EmissionReduction, MeasureRow, ProgrammeReport, Strategy
from yongxu.documents.layout import Column, Heading, Layout, opening, squeeze, title_of, year_in
from yongxu.documents.records import PIECE, Record, join_torn, read_records
from yongxu.documents.table import Problem, Table
from yongxu.quantities import vocabulary as words
from yongxu.quantities.numbers import normalise
from yongxu.quantities.quantities import find_quantities
from yongxu.quantities.results import pair_by_meaning, read_results
from yongxu.quantities.segments import laid_out, unwrap
from yongxu.quantities.statements import ResultPart
from yongxu.quantities.targets import Context, is_blank, parse_targets, roc
from yongxu.quantities.wording import Bilingual

_CODE = r"(?:[A-Z]{1,3}-?)?\d{1,2}(?:[.-]\d{1,2}){1,3}"
_START = rf"^{_CODE}\s?(?:[:：、.．]|(?<=\s)|(?=[\u3400-\u9fffA-Za-z(（「])|$)"
_ELEMENT = r"^(減緩|調適|能力建構|減量|緩解|其他)([、/及與,]?(減緩|調適|能力建構))*$"
_ELEMENT_TORN = r"^(能|能力|能力建|力建構|建構|構|減|調|緩|適)$"
_PERIOD = r"^[\d年月日度民國\-~～－–—至到./起止底自]+$"
_MONEY = r"^[-－—–0-9,.%()無:：、合計三園區]+|^\(?[\d,.]+|萬元|億元|千元|^-$|^—$"
_FUNDING = r"預算|基金|投資|經費|自籌|自有|補助|公務|貸款"
_AGENCY = r"^[^。；;%0-9]{2,80}$"
_PATTERNS: dict[str, tuple[str, bool]] = {
    "measure": (_START, True),
    "element": (f"{_ELEMENT}|{_ELEMENT_TORN}", True),
    "agency": (_AGENCY, True),
    "period": (_PERIOD, True),
    "money": (_MONEY, False),
    "funding": (_FUNDING, False),
}
LAYOUT = Layout(
    kind="programme-report",
    columns=tuple(
        Column(key, headers, looks_like=_PATTERNS.get(key, ("", False))[0], strict=_PATTERNS.get(key, ("", False))[1])
        for key, headers in words.PROGRAMME_HEADERS.items()
    ),
    required=(("measure", "plan"), ("target", "result"), ("strategy", "period", "money", "budget", "element", "funding", "plan", "agency")),
    starts={"measure": _START, "code": _START},
    results=("result", "money"),
    section=rf"^(推動)?(策略|面向|主軸|戰略)\s*[一二三四五六七八九十\d]+|^[一二三四五六七八九十]+、|^{_CODE}",
)

_NAME = re.compile(rf"^\s*({_CODE})\s*[:：、.．]?\s*(.*)$", re.DOTALL)
_STRATEGY = re.compile(rf"^\s*(?:推動)?(?:策略|面向|主軸)?\s*({_CODE}|\d{{1,2}}|[一二三四五六七八九十]+)\s*[:：、.．]?\s*(.*)$", re.DOTALL)
_NEW = re.compile(r"[(（\[【]\s*新\s*增(?:措施|計畫)?\s*[)）\]】]|[*＊]\s*新增|^新增[:：]")
_ENDED = re.compile(
    r"(?:僅|只)(?:執行|辦理|推動)?(?:至)?\s*(?:民國)?\d{2,3}\s*年|(?:已於|於)\s*\d{2,3}\s*年(?:底|度)?\s*(?:執行完畢|結束|終止|完成|結案|屆期|停辦)"
    r"|(?:推動|辦理|執行)期(?:間|程)至\s*\d{2,3}\s*年(?:底)?止|(?:業|已)(?:執行完畢|屆期|停辦|終止)|推動期(?:間|程)(?:已)?(?:結束|屆滿)|\d{2,3}\s*年(?:度)?(?:已)?(?:執行完畢|結束|退場)"
)
_MONEY_UNIT = re.compile(r"(百萬元|千萬元|萬元|億元|千元|元)")
_FACTOR = {unit: Decimal(10**power) for unit, power in (("元", 0), ("千元", 3), ("萬元", 4), ("百萬元", 6), ("千萬元", 7), ("億元", 8))}
_RATE = re.compile(r"[(（]?\s*(?:執行率|達成率)?\s*[:：]?\s*(-?\d+(?:\.\d+)?)\s*%\s*[)）]?")
_SEPARATOR = re.compile(r"[、,，;；/\n\x1e]|(?<=[部署局會司處院府所算金資費助])(?:及|與|和)(?=[\u3400-\u9fff]{2})|\s+")


def read_report(table: Table, heading: Heading) -> ProgrammeReport:
    """The typed rows of a programme table whose header was recognised; nothing that could not be understood is dropped."""
    records, problems = read_records(table, heading)
    lines = [*table.heading, *(cell.text for row in table.rows[: heading.first] for cell in row.cells[:1])]
    title = title_of(table, heading)
    reader = _RowReader(heading, _report_year(heading, title, lines), "\n".join(lines))
    rows = [row for record in records if (row := reader.read(record)) is not None]
    rows = [replace(row, strategy=reader.whole_strategy(row.strategy)) for row in rows]
    return ProgrammeReport(title, reader.year, tuple(rows), (*table.problems, *problems, *reader.problems))


def _report_year(heading: Heading, title: str, lines: Sequence[str]) -> int | None:
    """The ROC year reported: the latest year that a result or money column names, else the title's."""
    named = [year for key, year in zip(heading.keys, heading.years, strict=True) if key in ("result", "money", "target") and year]
    for text in (title, *lines):
        if not named and (year := year_in(text)):
            named.append(year)
    return roc(max(named)) if named else None


@dataclass(frozen=True, slots=True)
class _Money:
    executed: tuple[Decimal, ...]
    rate: Decimal | None
    note: str


class _RowReader:
    """Turns records into rows, carrying strategies forward; doubts are collected in ``problems``."""

    def __init__(self, heading: Heading, year: int | None, preface: str) -> None:
        self.heading = heading
        self.year = year
        self.preface = preface
        target_year = year_in(heading.text_of("target"))
        self.target_basis = f"by_year:{roc(target_year)}" if target_year else "phase"
        self.strategy = Strategy(None, "")
        self.strategy_names: dict[str, str] = {}
        self.problems: list[Problem] = []

    def read(self, record: Record) -> MeasureRow | None:
        code, name, plan = self._name(record)
        if not code:
            self._doubt(record, "無法辨識措施編號", "no measure code could be read", record.get("measure"))
            return None
        self.strategy = self._strategy(record, code)
        is_new = bool(_NEW.search(name)) or bool(re.search(r"^(是|V|v|✓|○|新增)$", squeeze(record.get("new"))))
        name = _NEW.sub("", name).strip()
        period = self._period(record)
        target_text, result_text = normalise(record.get("target")), normalise(record.get("result"))
        ended = bool(_ENDED.search(result_text)) and not find_quantities(_ENDED.sub("", result_text), money=True)
        context = Context(self.year, name, benefit=True, default_basis=self.target_basis)
        targets = parse_targets(target_text, context)
        results = () if ended else read_results(result_text, roc_year=self.year, first_year=period[0] if period else None)
        money = self._money(record)
        agencies, co_agencies = self._agencies(record)
        return MeasureRow(
            code=code,
            strategy=self.strategy,
            name=name,
            plan=plan,
            is_new=is_new,
            element=self._element(record),
            agencies=agencies,
            co_agencies=co_agencies,
            period=period,
            target_text=_shown(target_text),
            result_text=_shown(result_text),
            targets=targets,
            results=results,
            pairs=pair_by_meaning(targets, results),
            executed_ntd=money.executed,
            execution_rate=money.rate,
            money_text=unwrap(record.get("money")),
            money_note=money.note,
            funding=self._funding(record),
            ended=ended,
            co2e=emission_reduction(results, result_text, self.year),
            place=record.place,
        )

    def _name(self, record: Record) -> tuple[str, str, str]:
        """Code, name and plan; a cell that lost its border holds name and plan as two paragraphs (003 row 1.1.5)."""
        code, text, plan = record.get("code"), record.get("measure"), record.get("plan")
        if code and re.match(_START, opening(code)) and not re.match(_START, opening(text)):
            text = f"{squeeze(code)} {text}"
        if record.moved and len(squeeze(text.strip().partition("\n")[2])) > 10:
            text, _, rest = text.strip().partition("\n")
            plan = join_torn(rest, plan)
        found = _NAME.match(unwrap(normalise(text)))
        return (
            ("", "", "")
            if found is None
            else (found[1].replace("-", ".") if found[1][0].isdigit() else found[1], found[2].strip(), _shown(normalise(plan)))
        )

    def _strategy(self, record: Record, code: str) -> Strategy:
        text = record.get("strategy") or record.section
        flat = unwrap(normalise(text))
        if not flat:
            return self.strategy
        found = _STRATEGY.match(flat)
        current = self.strategy.code
        if found is None and current is not None:
            self.strategy_names[current] = join_torn(self.strategy_names[current], flat)
            self._doubt(record, "策略名稱跨頁，已接回前一列", "a strategy's name torn by a page break was joined to the row before", flat)
            return self.strategy
        if found is None:
            return Strategy(None, flat)
        own = found[1].replace("-", ".")
        if own.isdigit() and "." in code and not code.startswith(own):
            return self.strategy
        self.strategy_names.setdefault(own, found[2].strip())
        return Strategy(own, found[2].strip())

    def whole_strategy(self, strategy: Strategy) -> Strategy:
        """The strategy with its whole name, also where a page break tore it after the row was read."""
        return Strategy(strategy.code, self.strategy_names.get(strategy.code or "", strategy.name))

    def _period(self, record: Record) -> tuple[int, int] | None:
        text = squeeze(normalise(record.get("period")))
        years = [roc(int(year)) for year in re.findall(r"(?<!\d)(?:1\d{2}|20\d{2}|9\d)(?!\d)", text)]
        return (years[0], years[-1]) if years else None

    def _element(self, record: Record) -> str | None:
        text = squeeze(record.get("element"))
        if text and not re.match(_ELEMENT, text):
            self._doubt(record, "元素類別無法辨識", "the element is not one of the known three", text)
        return text or None

    def _agencies(self, record: Record) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Lead agencies and co-agencies; in 主(協)辦 columns the co-agencies stand in brackets (003 row 2.6.1)."""
        text = re.sub(r"[^\S\n]", "", normalise(record.get("agency")).replace(PIECE, "\n"))
        text = re.sub(r"(?<![:：\n、,])\n(?!(主|協|共同|配合))", "", text) if record.wrapped else text
        text = _LOCAL_GOVERNMENTS.sub(_ALL_LOCAL, text)
        lead, inner = re.sub(r"\([^()]*\)", "、", text), re.findall(r"\(([^()]*)\)", text)
        lead, *labelled = _CO_LABEL.split(lead)
        co = "、".join([*inner, *labelled, normalise(record.get("co_agency"))])
        return _organisations(_LEAD_LABEL.sub("、", lead)), _organisations(_LOCAL_GOVERNMENTS.sub(_ALL_LOCAL, co))

    def _money(self, record: Record) -> _Money:
        text = unwrap(normalise(record.get("money")))
        rate_text = normalise(record.get("rate"))
        note = unwrap(normalise(record.get("money_note")))
        header = self.heading.text_of("money")
        unit = _MONEY_UNIT.search(header) or _MONEY_UNIT.search(
            squeeze(self.preface).split("單位", 1)[-1] if "單位" in self.preface else ""
        )
        factor = _FACTOR[unit[1]] if unit else None
        if is_blank(text) and is_blank(rate_text):
            return _Money((), None, "" if is_blank(note) else note)
        rates = [Decimal(found[1]) for found in _RATE.finditer(text)]
        rest = _RATE.sub(" ", text)
        amounts, tail = self._amounts(record, rest, factor)
        if not rates and not is_blank(rate_text):
            number = re.search(r"-?\d+(?:\.\d+)?", rate_text)
            rates = [Decimal(number[0])] if number else []
            said = unwrap(_RATE.sub(" ", rate_text) if "%" in rate_text else re.sub(r"^\W*[\d.]+", "", rate_text)).strip(" ()")
            note = said if is_blank(note) else f"{said}\n{note}".strip()
        notes = [part for part in (tail, "" if is_blank(note) else note) if part]
        return _Money(amounts, rates[0] if len(set(rates)) == 1 else None, "\n".join(notes))

    def _amounts(self, record: Record, text: str, factor: Decimal | None) -> tuple[tuple[Decimal, ...], str]:
        """The amounts in 元 in front of any explanation, and the words around them."""
        sentence = re.search(
            r"本計畫|(?<![\u3400-\u9fff])因.{3,}|(?:(?<=元)|(?<![\u3400-\u9fff]))[\u3400-\u9fff、]{4,}[，。；](?!\d)|[\u3400-\u9fff]{11,}",
            text,
        )
        if sentence and (counted := re.search(r"\d\s+(?=\d+\s*$)", text[: sentence.start()])) and _MEASURE_WORD.match(sentence[0]):
            sentence = re.compile(r".*").match(text, counted.end())
        head = text[: sentence.start()] if sentence and re.search(r"\d", text[: sentence.start()]) else text
        tail = text[len(head) :].strip()
        amounts: list[Decimal] = []
        left, cursor = "", 0
        for found in find_quantities(head, money=True):
            printed_unit = "元" in head[found.start : found.end] or found.scale > 1
            if found.unit not in ("元", None) or (amounts and found.unit is None and _OTHER_THING.match(head[found.end :])):
                break
            if not printed_unit and factor is None:
                self._doubt(record, "金額沒有單位，當作元", "an amount without a unit was taken as 元", found.text)
            amounts.append(found.value * (Decimal(1) if printed_unit or factor is None else factor))
            left, cursor = left + head[cursor : found.start], found.end
        said = head[cursor:].strip(" :：、,，/();；.-－—+")
        if amounts and re.search(r"[\u3400-\u9fff].*\d|\d.*[\u3400-\u9fff]", said):
            tail = f"{said} {tail}".strip()
        else:
            left += said
        words_left = left.strip(" :：、,，/();；.-－—+")
        return tuple(amounts), " ".join(part for part in (re.sub(r"\s+", "", words_left), tail) if part)

    def _funding(self, record: Record) -> tuple[str, ...]:
        text = re.sub(r"(?<=預算|基金|投資|經費|補助|自籌|自有|貸款|資金)\s*[\n\x1e]\s*", "、", normalise(record.get("funding")))
        text = re.sub(r"(?<=[\u3400-\u9fff])\s(?=[\u3400-\u9fff])", "", text.replace("\n", ""))
        return () if is_blank(text) else _names(text)

    def _doubt(self, record: Record, zh: str, en: str, text: str) -> None:
        shown = squeeze(text)[:30]
        self.problems.append(Problem(record.place, Bilingual(f"{zh}：{shown}", f"{en}: {shown}")))


_MEASURE_WORD = re.compile(r"[家件案項戶人名場座個處台臺輛]")
_LOCAL_GOVERNMENTS = re.compile(words.LOCAL_GOVERNMENTS)
_ALL_LOCAL = "各直轄市縣市政府"
_CO_LABEL = re.compile(r"(?:協辦|共同推動|共同辦理|共同執行|配合|協同|協力)(?:機關|單位|部會)?[:：]")
_LEAD_LABEL = re.compile(r"(?:主政|主辦|主責|主管|權責)(?:機關|單位|部會)?[:：]")
_OTHER_THING = re.compile(r"\s*(?![萬億千百元及與和、])[\u3400-\u9fff]")


def _organisations(text: str) -> tuple[str, ...]:
    names = (name.replace(_ALL_LOCAL, words.ALL_LOCAL_GOVERNMENTS) for name in _names(text))
    return tuple(name for name in names if name not in ("無", "無協辦機關"))


def _names(text: str) -> tuple[str, ...]:
    return tuple(part for raw in _SEPARATOR.split(text) if (part := raw.strip(" 。:：()-－—")) and not is_blank(part))


def _shown(text: str) -> str:
    return "" if is_blank(text) else laid_out(text)


_TONNES = {"公噸": Decimal(1), "噸": Decimal(1), "公斤": Decimal("0.001")}
_CARBON = re.compile(r"減碳|碳排|CO2|溫室氣體|減量|二氧化碳|碳排放")
_POTENTIAL = re.compile(r"潛力|潛量|潛能")
_REALISED = re.compile(r"實質|實際(減碳|減量|減排)|已減碳|查證|查驗")
_EXPECTED = re.compile(r"預期|預估|預計|可望|預定|推估")


def emission_reduction(results: Sequence[ResultPart], text: str, roc_year: int | None) -> EmissionReduction:
    """Tonnes CO2e of the year and since the phase began, from the results that say so; never added up over kinds or spans.

    Several figures of the year are added, unless one of them is the total of the others (003 row 3.2.3).
    """
    year: list[tuple[Decimal, str]] = []
    cumulative: list[tuple[Decimal, str]] = []
    before: ResultPart | None = None
    for result in results:
        tonnes = _tonnes(result)
        if tonnes is not None and result.span is not None:
            kind = _kind(result.text, text)
            if kind == "unspecified" and before is not None and before.number == result.number and _POTENTIAL.search(before.text):
                kind = "potential"
            (year if result.span[0] == result.span[1] == roc_year else cumulative).append((tonnes, kind))
        before = result
    if not year and not cumulative:
        return EmissionReduction(None, None, None)
    kind = next((kind for _, kind in [*year, *cumulative] if kind != "unspecified"), "unspecified")
    return EmissionReduction(_total([t for t, _ in year]), max((t for t, _ in cumulative), default=None), kind)


def _tonnes(result: ResultPart) -> Decimal | None:
    if result.value is None or result.unit is None:
        return None
    symbol = result.unit.removesuffix("/年")
    if "CO2" in symbol:
        return result.value * _TONNES.get(symbol.split("CO2")[0], Decimal(1))
    return result.value * _TONNES[symbol] if symbol in _TONNES and _CARBON.search(result.text) else None


def _kind(clause: str, text: str) -> str:
    where = text.find(clause)
    near = clause + (text[where + len(clause) :][:12] if where >= 0 else "")
    for kind, pattern in (("potential", _POTENTIAL), ("realised", _REALISED), ("expected", _EXPECTED)):
        if pattern.search(near):
            return kind
    return "unspecified"


def _total(values: Sequence[Decimal]) -> Decimal | None:
    if not values:
        return None
    whole = sum(values, Decimal(0))
    return next((value for value in values if len(values) > 2 and value * 2 == whole), whole)
