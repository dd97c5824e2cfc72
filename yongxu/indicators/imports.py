"""Execution tables of indicators 執行情形表: from the cells of any known layout to typed rows, with every doubt named."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from yongxu.documents.codes import with_codes_before_names
from yongxu.documents.header_text import opening, squeeze, year_in
from yongxu.documents.layout import Heading, results_first, title_of
from yongxu.documents.records import Record, read_records
from yongxu.documents.table import Problem, Table
from yongxu.indicators.layout import OF_FIELD, STAR, START
from yongxu.indicators.rows import IndicatorReport, IndicatorRow
from yongxu.quantities.bare import is_unit, unit_of_header, with_unit
from yongxu.quantities.labels import LABEL, PIECE, split_labels
from yongxu.quantities.naming import join_wrapped_names, protect_local_governments, restore_local_governments
from yongxu.quantities.numbers import normalise
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.pending import read_not_due
from yongxu.quantities.results import claim_of, read_actuals
from yongxu.quantities.segments import bracketed, laid_out, trim, unwrap
from yongxu.quantities.statements import ResultPart
from yongxu.quantities.targets import Context, is_blank, parse_targets, roc
from yongxu.quantities.verdicts import Verdict, judge_parts, row_verdict
from yongxu.quantities.vocabulary import headers as words
from yongxu.quantities.wording import Bilingual

_CODE = r"(?:\d{1,2}(?:[.-](?:\d{1,2}|[a-z]))(?:[.-]\d{1,2})?)"

_NAME = Pattern(
    rf"^\s*({STAR})?\s*(?:對應)?(?:指標)?(?:編號)?\s*[:：]?\s*(?:SDGs?\s*)?{STAR}?\s*({OF_FIELD}{_CODE})\s*({STAR})?\s*[:：、.．]?\s*(.*)$",
    re.DOTALL,
)
_GOAL = Pattern(r"^(?:T-?)?(?:SDGs?|永續發展|核心)?\s*(?:目標|SDGs?)?\s*0?(\d{1,2})\s*[:：、.．]?\s*(.*)$", re.DOTALL)
_TAIL = Pattern(r"\s*[(（\[【〔]([^()（）\[\]【】〔〕]*(?:\([^()]*\)[^()（）]*)*)[)）\]】〕]\s*$")
_TWIN = Pattern(
    rf"同\s*(?:於|為)?\s*(?:對應)?(?:指標)?\s*[:：]?\s*((?:{_CODE})(?:\s*[、,，及與和/]\s*(?:指標)?\s*{_CODE})*)"
    rf"|(?:與|併入|納入)\s*(?:對應)?(?:指標)?\s*((?:{_CODE})(?:\s*[、,，及和/]\s*(?:指標)?\s*{_CODE})*)[^()，。；]{{0,8}}(?:同一|相同|同(?=[)）\s]|$)|併同填報|填報|計列)"
)
_AGENCY = Pattern(
    r"^[\u3400-\u9fffA-Za-z○\s]{1,24}(部|署|局|會|司|處|院|公司|中心|所|府|室|科|組|隊|銀行|大學|台電|中油|台水|行|縣|市|廳|館|社|場|電臺|集團|基金會|協會)$"
)
_LETTERED_CODE = Pattern(r"[A-Z]{1,3}-?\d[\d-]*")
_NAME_UNIT = Pattern(r"\s*[(（\[]\s*單位\s*[:：]\s*([^()（）\]]+)[)）\]]")
_SAYS_WHY = Pattern(r"(?!.*(?:資料來源|資料時間|定義|公式|指標同|同指標|併入|併同|基準|上限))[^0-9A-Za-z].{5,}", re.DOTALL)
"""A remark in a table without a column of reasons: beside a target missed it is the reason."""
_EMPTY_CIRCLES = frozenset("○〇◯")
_HALF_CIRCLES = frozenset("◐◑◒◓")
_NOTE = Pattern(r"主辦|主政|填報|並列|協辦|提供|彙整")
_AGENCY_LABEL = Pattern(r"(?:主辦|主責|負責|填報|權責)(?:機關|單位|部會)?\s*[:：]\s*([^\n()（）;；]+)")


@dataclass(frozen=True, slots=True)
class _Goal:
    number: str
    name: str
    lead: str | None


@dataclass(frozen=True, slots=True)
class _Name:
    code: str
    starred: bool
    name: str
    agencies: tuple[str, ...]
    note: str
    same_as: tuple[str, ...]
    unit: str = ""


def _parse_goal(text: str) -> _Goal | None:
    flat = unwrap(normalise(text))
    found = _GOAL.match(flat)
    if found is None:
        return None
    rest = found[2].strip()
    labelled = re.search(r"\s*(主政|主辦|主責|主管)(機關|單位|部會)?\s*[:：]\s*([^()（）\s]+)\s*$", rest)
    if labelled:
        return _Goal(found[1], rest[: labelled.start()].strip(), labelled[3])
    tail = _TAIL.search(rest)
    if tail and (_AGENCY.match(tail[1].strip()) or _NOTE.search(tail[1])):
        lead = re.sub(r"^(主政|主辦|主責)(機關|單位|部會)?\s*[:：]\s*|(主政|主辦|主責)$", "", tail[1].strip())
        return _Goal(found[1], rest[: tail.start()].strip(), lead)
    return _Goal(found[1], rest, None)


def _agencies(text: str) -> tuple[str, ...]:
    """The agencies that a text names; a space parts two of them, unless the first is a ministry whose office follows."""
    text = re.sub(r"(?<=[署局司處會廳])[ \t]+(?=[\u3400-\u9fff]{3,12}(?:部|署|局|會|司|處|院|廳)(?:\s|$))", "、", text)
    parts = re.split(
        r"[/、，,;；\n]|(?<=[部署局會司處院所府廳心室])及(?=[\u3400-\u9fff]{2,}(?:部|署|局|會|司|處|院)$)",
        protect_local_governments(re.sub(r"[ \t]", "", text)),
    )
    return tuple(restore_local_governments(re.sub(r"\s", "", part)) for part in parts if not is_blank(part))


def _is_agency(name: str) -> bool:
    return _AGENCY.match(name) is not None or protect_local_governments(name) != name


def _parse_name(text: str) -> _Name | None:
    flat = unwrap(normalise(text))
    found = _NAME.match(flat)
    if found is None:
        return None
    rest, same_as, agencies, notes = found[4].strip(), list[str](), list[str](), list[str]()
    unit = _NAME_UNIT.search(rest)
    unit_text = unit[1].strip() if unit else ""
    if unit:
        rest = rest[: unit.start()] + rest[unit.end() :]
    labelled = _AGENCY_LABEL.search(rest)
    if labelled and not any(a <= labelled.start() < b for a, b in bracketed(rest)):
        agencies.extend(_agencies(labelled[1]))
        rest = (rest[: labelled.start()] + rest[labelled.end() :]).replace("()", "").strip(" ，;")
    starred = bool(found[1] or found[3]) or re.match(rf"\s*(?:對應)?(?:指標)?\s*{STAR}", flat) is not None
    if star := re.search(rf"\s*{STAR}\s*$", rest):
        starred, rest = True, rest[: star.start()]
    while tail := _TAIL.search(rest):
        inner = tail[1].strip()
        if labelled := _AGENCY_LABEL.search(inner):
            notes[:0] = [rest_of for part in (inner[: labelled.start()], inner[labelled.end() :]) if (rest_of := part.strip(" ;；,，、"))]
            agencies[:0] = _agencies(labelled[1])
            rest = rest[: tail.start()].rstrip()
            continue
        if is_unit(inner) and not unit_text:
            unit_text = inner
            rest = rest[: tail.start()].rstrip()
            continue
        parts = _agencies(inner)
        if twin := _TWIN.search(inner):
            same_as[:0] = re.findall(_CODE, twin[1] or twin[2])
        elif re.fullmatch(STAR, inner):
            starred = True
        elif parts and all(map(_is_agency, parts)) and not _NOTE.search(inner):
            agencies[:0] = parts
        elif _NOTE.search(inner):
            notes.insert(0, inner)
        else:
            break
        rest = rest[: tail.start()].rstrip()
    before, _, behind = rest.rpartition("/")
    if before and not agencies and (parts := _agencies(behind)) and all(map(_is_agency, parts)):
        rest, agencies = before.rstrip(), list(parts)
    return _Name(
        found[2],
        starred or re.search(rf"{STAR}\s*$", rest) is not None,
        re.sub(rf"\s*{STAR}\s*$", "", rest).strip(" 。:："),
        tuple(agencies),
        "；".join(notes),
        tuple(same_as),
        unit_text,
    )


def read_report(table: Table, heading: Heading) -> IndicatorReport:
    """The typed rows of an indicator table whose header was recognised; nothing that could not be understood is dropped."""
    records, problems = read_records(table, heading)
    title = title_of(table, heading)
    year = _report_year(heading, table, title)
    coded = any(_parse_name(text) for record in records for text in _naming_texts(record))
    if not coded:
        with_codes_before_names(records, "indicator")
    reader = _RowReader(heading, year, coded=coded, circles=_circles_of(records))
    rows = [row for record in records if (row := reader.read(record)) is not None]
    return IndicatorReport(title, year, tuple(rows), (*table.problems, *problems, *reader.problems))


def _report_year(heading: Heading, table: Table, title: str) -> int | None:
    """The CE year reported: the latest year that a target or result column names, else the title's."""
    named = [year for key, year in zip(heading.keys, heading.years, strict=True) if key == "actual" and year]
    named = named or [
        year for key, year in zip(heading.keys, heading.years, strict=True) if key == "target" and year and not year_in(title)
    ]
    for text in results_first((title, *table.heading)):
        if not named and re.search(r"[\u3400-\u9fff]", text) and (year := year_in(text)):
            named.append(year)
    return roc(max(named)) + 1911 if named else None


def _naming_texts(record: Record) -> tuple[str, str]:
    return f"{record.get('code')} {record.get('indicator')}", record.get("indicator")


def _circles_of(records: Sequence[Record]) -> dict[str, bool | None]:
    """What circles claim where a table has filled ones and others; without a half filled one nobody knows which is the good one."""
    marks = {squeeze(record.get("claim")) for record in records}
    halves = marks & _HALF_CIRCLES
    if "●" not in marks or not (halves or marks & _EMPTY_CIRCLES):
        return {}
    return {"●": True if halves else None, **dict.fromkeys(_EMPTY_CIRCLES, False if halves else None), **dict.fromkeys(_HALF_CIRCLES)}


class _RowReader:
    """Turns records into rows, carrying goals forward; doubts are collected in ``problems``."""

    def __init__(self, heading: Heading, year: int | None, *, coded: bool, circles: Mapping[str, bool | None]) -> None:
        self.year = year
        self.coded = coded
        self.circles = circles
        self.uncoded = 0
        target_year = year_in(heading.text_of("target"))
        later = target_year is not None and year is not None and roc(target_year) > roc(year)
        self.target_basis = f"by_year:{roc(target_year)}" if target_year and later else None
        self.agencies_by_slash = re.search(words.LEAD_BEFORE_SLASH, heading.text_of("agency")) is not None
        self.heading = heading
        self.goals: dict[str, _Goal] = {}
        self.goal: _Goal | None = None
        self.problems: list[Problem] = []

    def read(self, record: Record) -> IndicatorRow | None:
        name = self._name(record)
        if name is None:
            self._doubt(record, "無法辨識指標編號", "no indicator code could be read", record.get("indicator") or record.get("code"))
            return None
        goal = self._goal(record, name.code)
        if name.unit and not record.get("unit"):
            record.values["unit"] = name.unit
        sections = self._sections(record)
        target_text, result_text = sections.get("target", ""), sections.get("actual", "")
        context = Context(roc(self.year) if self.year else None, name.name, default_basis=self.target_basis)
        targets = parse_targets(target_text, context)
        actuals, pairs = read_actuals(result_text, targets, year=self.year)
        noted = self._noted((sections.get("remarks", ""), sections.get("lag_reason", "")), actuals)
        claim = self._claim(sections, result_text)
        answered = [(target, actuals[pair] if pair is not None else None) for target, pair in zip(targets, pairs, strict=True)]
        verdicts = judge_parts(answered, target_text, roc_year=context.roc_year)
        verdict = row_verdict(verdicts)
        if verdict is Verdict.MISSED and "lag_reason" not in self.heading.keys and _SAYS_WHY.fullmatch(sections.get("remarks", "")):
            sections.setdefault("lag_reason", sections["remarks"])
        if is_blank(target_text):
            self._doubt(record, "此列沒有目標", "this row has no target", record.get("indicator"))
        return IndicatorRow(
            code=name.code,
            starred=name.starred,
            goal=goal.number,
            goal_name=goal.name,
            goal_lead=goal.lead,
            name=name.name,
            agencies=name.agencies,
            agency_note=name.note,
            same_as=name.same_as,
            target_text=_shown(target_text),
            result_text=_shown(result_text),
            targets=targets,
            actuals=actuals,
            pairs=pairs,
            verdicts=verdicts,
            verdict=verdict,
            expected_on=next((actual.expected_on for actual in (*actuals, noted) if actual.expected_on), None),
            last_known=next((actual.last_known for actual in (*actuals, noted) if actual.last_known), None),
            claims_met=claim,
            lag_reason=_shown(sections.get("lag_reason", "")),
            countermeasures=_shown(sections.get("countermeasures", "")),
            remarks=_shown(sections.get("remarks", "")),
            place=record.place,
        )

    def _name(self, record: Record) -> _Name | None:
        code, text = record.get("code"), record.get("indicator")
        name = _parse_name(f"{code} {text}" if code and not self._bears_code(text, code) else text)
        if name is None and not self.coded and not is_blank(text):
            self.uncoded += 1
            name = _parse_name(f"0.0 {text}")
            name = name and replace(name, code=squeeze(code) or str(self.uncoded))
            if name is not None and not _LETTERED_CODE.fullmatch(name.code):
                self._doubt(record, "指標沒有編號，依序或依項次編列", "the indicator has no code and was numbered", text)
        if name is None:
            return None
        printed = normalise(record.get("agency"))
        printed = join_wrapped_names(printed) if record.wrapped else printed
        lead = re.split(r"協辦(?:機關|單位|部會)?\s*[:：]", printed.replace(PIECE, "、"))[0]
        if re.search(words.LEAD_BEFORE_BRACKET, self.heading.text_of("agency")):
            lead = re.sub(r"\([^()]*\)", "、", lead)
        if self.agencies_by_slash:
            lead = re.split(r"[/\n]", lead)[0]
        own = _agencies(re.sub(r"(主辦|主責|主管)(機關|單位|部會)?\s*[:：]", "、", lead))
        noted = _TWIN.search(normalise(record.get("remarks") + "\n" + record.get("actual")[-200:]))
        same_as = name.same_as or (tuple(re.findall(_CODE, noted[1] or noted[2])) if noted else ())
        starred = name.starred or re.search(STAR, code) is not None
        return _Name(name.code, starred, name.name, own or name.agencies, name.note, same_as, name.unit)

    @staticmethod
    def _bears_code(text: str, code: str) -> bool:
        """Whether the name begins with its code, and not with numbers (30-70歲) beside a column that holds another code."""
        if (own := re.match(START, opening(text))) is None or (of_column := re.match(START, opening(code))) is None:
            return own is not None
        return own[0].strip() == of_column[0].strip() or len(re.findall(r"[.-]", own[0])) > len(re.findall(r"[.-]", of_column[0]))

    def _goal(self, record: Record, code: str) -> _Goal:
        printed = _parse_goal(record.get("goal")) if record.get("goal") else None
        section = _parse_goal(record.section) if record.section else None
        own = re.split("[.-]", code)[0]
        own = own if own.isdigit() and self.coded else ""
        if printed is None and not self.coded and not is_blank(record.get("goal")):
            self.goal = _Goal("", unwrap(normalise(record.get("goal"))), None)
            return self.goal
        found = printed or (section if section and section.number == own else None)
        if found is not None and (found.name or found.number not in self.goals):
            self.goals[found.number] = self.goal = found
        current = self.goals.get(found.number if found else own)
        return current or (self.goal if self.goal and self.goal.number == own else _Goal(own, "", None))

    def _sections(self, record: Record) -> dict[str, str]:
        """Texts by meaning: each column's own, and what labels inside a cell say it is."""
        sections: dict[str, str] = {}
        for key in ("target", "actual", "lag_reason", "countermeasures", "remarks", "claim"):
            cell = self._with_columns(record, key) if key in ("target", "actual") else record.get(key)
            for label, text in split_labels(cell, key).items():
                sections[label] = f"{sections[label]}\n{text}" if sections.get(label) else text
        return sections

    def _with_columns(self, record: Record, key: str) -> str:
        """A target or result with what stands elsewhere: the unit behind a bare number, the part's name before it."""
        texts = record.get(key).split(PIECE)
        units, parts = record.get("unit").split(PIECE), record.get("part").split(PIECE)
        of_header = unit_of_header(self.heading.text_of(key))
        shown = []
        for order, text in enumerate(texts):
            unit = normalise(units[min(order, len(units) - 1)])
            bracket = re.search(r"\(([^()]+)\)$", unit)
            text = with_unit(text, of_header if is_blank(unit) else bracket[1] if bracket else unit)
            part = parts[order] if len(parts) == len(texts) > 1 else ""
            shown.append(f"{unwrap(part)} {text}" if not is_blank(part) and not LABEL.search(normalise(text)) else text)
        return PIECE.join(shown)

    def _noted(self, remarks: Sequence[str], actuals: Sequence[ResultPart]) -> ResultPart:
        """What the remarks, or else the reason, say of a figure that is not out yet: when it is expected, and the last one known."""
        if any(actual.not_due for actual in actuals):
            for text in remarks:
                noted = read_not_due(unwrap(normalise(text)), year=self.year)
                if noted.expected_on or noted.last_known:
                    return noted
        return ResultPart("")

    def _claim(self, sections: dict[str, str], result_text: str) -> bool | None:
        """What the agency says itself; 是 under 是否落後 says that the target is missed, circles what they say together."""
        stated = sections.get("claim", "")
        if (mark := squeeze(stated)) in self.circles:
            return self.circles[mark]
        claim = claim_of(trim(stated)) if not is_blank(stated) else claim_of(result_text)
        asks_for_lag = re.search("落後|未達", self.heading.text_of("claim")) is not None
        return not claim if claim is not None and asks_for_lag and re.fullmatch(r"[是否VXvxYN○×]", stated.strip()) else claim

    def _doubt(self, record: Record, zh: str, en: str, text: str) -> None:
        shown = squeeze(text)[:30]
        self.problems.append(Problem(record.place, Bilingual(f"{zh}：{shown}", f"{en}: {shown}")))


def _shown(text: str) -> str:
    return "" if is_blank(text) else laid_out(text)
