"""Execution tables of action programmes 行動方案執行情形: from the cells of any known layout to typed rows, with every doubt named."""

import re
from collections.abc import Sequence
from dataclasses import replace

from yongxu.climate.imports.emissions import emission_reduction, in_words, unit_above, with_columns
from yongxu.climate.imports.money import Money, executed_of, read_money, unit_factor
from yongxu.climate.imports.sources import with_money_explained
from yongxu.climate.imports.strategies import with_column_above
from yongxu.climate.layout import CODE, ELEMENT, START
from yongxu.climate.rows import MeasureRow, ProgrammeReport, Strategy
from yongxu.documents.codes import with_codes_before_names
from yongxu.documents.header_text import opening, squeeze, year_in
from yongxu.documents.layout import Heading, results_first, title_of
from yongxu.documents.records import Record, join_torn, read_records
from yongxu.documents.table import Problem, Table
from yongxu.quantities.bare import unit_of_header, with_unit
from yongxu.quantities.labels import PIECE, split_labels
from yongxu.quantities.naming import join_wrapped_names, protect_local_governments, restore_local_governments
from yongxu.quantities.numbers import normalise
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.quantities import find_quantities
from yongxu.quantities.results import pair_by_meaning, read_results
from yongxu.quantities.segments import laid_out, unwrap
from yongxu.quantities.targets import Context, is_blank, parse_targets, roc
from yongxu.quantities.vocabulary import headers as words
from yongxu.quantities.wording import Bilingual

_NAME = Pattern(rf"^\s*({CODE})\s*[:：、.．]?\s*(.*)$", re.DOTALL)
_CODE_BEHIND = Pattern(rf"^\s*([\u3400-\u9fff].*?)\s*[\n(]\s*({CODE})\s*\)?\s*((?:[(\[【〔][^()]*[)\]】〕])?)\s*$", re.DOTALL)
_STRATEGY = Pattern(
    rf"^\s*(?:推動)?(?:策略|面向|主軸|戰略)?\s*({CODE}|\d{{1,2}}|[A-Z]{{1,3}}-?\d{{1,2}}|[A-Z](?![A-Za-z])|[一二三四五六七八九十]+)\s*[:：、.．]?\s*(.*)$",
    re.DOTALL,
)
_NEW = Pattern(r"[(（\[【〔]\s*(?:[^()（）]{0,6})新\s*增(?:措施|計畫|項目)?\s*[)）\]】〕]|[*＊]\s*新增|^新增[:：]")
_IS_NEW = Pattern(r"^(是|V|v|✓|○|新增|新興|新提)(型|性)?(計畫|措施|項目|工作)?$")
_IS_OLD = Pattern(r"^(否|X|x|延續|既有|續辦|原有|經常|一般)(型|性)?(計畫|措施|項目|工作)?$")
_ENDED = Pattern(
    r"(?:僅|只)(?:執行|辦理|推動)?(?:至)?\s*(?:民國|西元)?\s*\d{2,4}\s*年|(?:已於|於)\s*\d{2,4}\s*年(?:\s*\d{1,2}\s*月)?(?:底|度|間)?\s*(?:全數|全部|如期)?(?:執行完畢|執行完成|辦理完成|辦理完竣|結束|終止|結案|屆期|屆滿|停辦|退場)"
    r"|\d{2,4}\s*年度?(?:底)?(?:業|已|業已)(?:全數|全部)?(?:完工|竣工|完成|完竣)(?=[，,、]?\s*(?:自?\s*\d{2,4}\s*年度?起)?(?:免|不再|解除|停止)予?(?:列管|管考|辦理|填報|執行))"
    r"|(?:推動|辦理|執行)期(?:間|程)至\s*(?:民國|西元)?\s*\d{2,4}\s*年(?:底)?止|(?:業|已)(?:執行完畢|屆期|停辦|終止)|(?:執行|推動|辦理)(?:至|到)\s*\d{2,4}\s*年(?:底|度)?(?:為)?止|併入[^，。；]{1,16}(?:辦理|執行|推動)|推動期(?:間|程)(?:已)?(?:結束|屆滿)|\d{2,4}\s*年(?:\s*\d{1,2}\s*月)?(?:底|度)?(?:業?已)?(?:執行完畢|辦理完竣|結束|退場|結案|屆期|終止)"
)
_NAME_AND_CONTENT = Pattern(r"名稱[及與和、/(（]*(主要|工作|計畫|執行|辦理|措施)?(內容|內涵|概要|摘要|簡述|說明|概述)")
"""A header whose cells hold the name on their first line and the plan below it."""
_YEARS_TO = Pattern(r"(?<!\d)(1\d\d|20\d\d)年?度?[-~～至到](1\d\d|20\d\d)(?!\d)")
"""A header of several years (110~114年) is of none of them."""
_YEARLY_LABEL = Pattern(r"(本|當)?年度?[^:\n]{0,4}目標值?\s*[:】\]]")
_SEPARATOR = Pattern(r"[、,，;；/\n\x1e]|(?<=[部署局會司處院府所算金資費助])(?:及|與|和)(?=[\u3400-\u9fff]{2})|\s+")


def read_report(table: Table, heading: Heading) -> ProgrammeReport:
    """The typed rows of a programme table whose header was recognised; nothing that could not be understood is dropped."""
    heading, table = with_money_explained(with_column_above(heading, table), table)
    records, problems = read_records(table, heading)
    if not any(re.match(START, opening(record.get(key))) for record in records for key in ("code", "measure")):
        with_codes_before_names(records, "measure")
    lines = [*table.heading, *(cell.text for row in table.rows[: heading.first] for cell in row.cells[:1])]
    title = title_of(table, heading)
    reader = _RowReader(heading, _report_year(heading, title, lines), "\n".join(lines))
    rows = [row for record in records if (row := reader.read(record)) is not None]
    rows = [replace(row, strategy=reader.whole_strategy(row.strategy)) for row in rows]
    return ProgrammeReport(title, reader.year, tuple(rows), (*table.problems, *problems, *reader.problems))


def _report_year(heading: Heading, title: str, lines: Sequence[str]) -> int | None:
    """The ROC year reported: the latest year that a result or money column names, else the target's, else the title's."""
    of_columns = list(zip(heading.keys, heading.years, heading.texts, strict=True))
    named = [year for key, year, _ in of_columns if key in ("result", "money") and year]
    named = named or [year for key, year, text in of_columns if key == "target" and year and not _YEARS_TO.search(text)]
    for text in results_first((title, *lines)):
        if not named and (year := year_in(text)):
            named.append(year)
    return roc(max(named)) if named else None


class _RowReader:
    """Turns records into rows, carrying strategies forward; doubts are collected in ``problems``."""

    def __init__(self, heading: Heading, year: int | None, preface: str) -> None:
        self.year = year
        self.unit_of_reductions = unit_above(preface)
        self.factor = unit_factor(heading.text_of("money") or heading.text_of("budget"), preface)
        of_target = heading.text_of("target")
        target_year = None if _YEARS_TO.search(of_target) else year_in(of_target)
        self.target_basis = f"by_year:{roc(target_year)}" if target_year else "phase"
        self.strategy = Strategy(None, "")
        self.strategy_names: dict[str, str] = {}
        self.agencies_by_slash = re.search(words.LEAD_BEFORE_SLASH, heading.text_of("agency")) is not None
        self.heading = heading
        self.uncoded = 0
        self.problems: list[Problem] = []
        self.money_column = self._money_column()

    def _reductions_header(self, key: str) -> str:
        """The header of a column of reductions, with the unit that stands above the table where it has none of its own."""
        header = self.heading.text_of(key)
        return f"{header}({self.unit_of_reductions})" if self.unit_of_reductions and "(" not in header else header

    def _money_column(self) -> str:
        """The column of money spent; a column of unnamed money stands in for it, one of the budget never does, and both are named."""
        if "money" in self.heading.keys or "budget" not in self.heading.keys:
            return "money"
        header = self.heading.text_of("budget")
        only_budget = re.search(words.ONLY_BUDGET, header) is not None and re.search(words.SPENT, header) is None
        zh, en = (
            ("沒有執行數的欄位，預算不當作執行數", "no column of money spent; the budget was not taken for it")
            if only_budget
            else ("經費欄未說明是預算或執行數，當作執行數", "the column of money says neither budget nor spent; it was read as spent")
        )
        shown = squeeze(header)[:30]
        self.problems.append(Problem(f"row {self.heading.last + 1}", Bilingual(f"{zh}：{shown}", f"{en}: {shown}")))
        return "money" if only_budget else "budget"

    def read(self, record: Record) -> MeasureRow | None:
        code, name, plan = self._name(record)
        if not name:
            self._doubt(record, "無法辨識措施名稱", "no measure could be read", record.get("code"))
            return None
        if not code:
            self.uncoded += 1
            code = str(self.uncoded)
            self._doubt(record, f"措施沒有編號，依序編為 {code}", f"the measure has no code and was numbered {code}", name)
        self.strategy = self._strategy(record, code)
        is_new = bool(_NEW.search(name)) or any(_IS_NEW.match(squeeze(record.get(key))) for key in ("new", "element"))
        name = _NEW.sub("", name).strip()
        period = self._period(record)
        target_text, result_text = self._target_and_result(record)
        flat = unwrap(result_text)
        ended, silent = self._ended(flat)
        in_one_cell = not (record.get("target") and record.get("result")) and bool(target_text and result_text)
        yearly = in_one_cell and _YEARLY_LABEL.search(normalise(record.get("target") or record.get("result"))) is not None
        context = Context(self.year, name, benefit=True, default_basis="per_year" if yearly else self.target_basis)
        targets = parse_targets(target_text, context)
        results = () if silent else read_results(result_text, roc_year=self.year, first_year=period[0] if period else None)
        money, sources = self._sources_beside(self._money(record))
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
            money_text=unwrap(record.get(self.money_column)),
            money_note=money.note,
            funding=self._funding(record) or sources,
            ended=ended,
            co2e=with_columns(
                emission_reduction(results, unwrap(normalise(result_text)), self.year),
                in_words(record.get("co2e"), self._reductions_header("co2e"), roc_year=self.year, first_year=period[0] if period else None),
                year=(record.get("co2e"), self._reductions_header("co2e")),
                cumulative=(record.get("co2e_cumulative"), self._reductions_header("co2e_cumulative")),
            ),
            place=record.place,
        )

    def _target_and_result(self, record: Record) -> tuple[str, str]:
        """The texts of target and result; without a column of results, labels in the one cell tell them apart."""
        target_text, result_text = (self._with_unit(record, key) for key in ("target", "result"))
        if target_text and result_text:
            return target_text, result_text
        sections = split_labels(target_text or result_text, "target" if target_text else "actual")
        if not {"target", "actual"} <= sections.keys():
            return target_text, result_text
        return sections["target"], sections["actual"]

    def _with_unit(self, record: Record, key: str) -> str:
        """The text of a target or result, bare numbers with the unit of the header; where there are no results, reductions are."""
        key = "co2e" if key == "result" and "result" not in self.heading.keys else key
        unit = unit_of_header(self.heading.text_of(key))
        return PIECE.join(with_unit(text, unit) for text in normalise(record.get(key)).split(PIECE))

    def _ended(self, result: str) -> tuple[bool, bool]:
        """Whether the result says that the measure ran only to an earlier year, and whether it then says nothing more."""
        found = _ENDED.search(result)
        if found is None:
            return False, False
        silent = not find_quantities(_ENDED.sub("", result), money=True)
        year = year_in(found[0])
        opens = re.fullmatch(r"本(?:措施|計畫|項|案)[^，。；]{0,6}", result[: found.start()]) is not None
        return silent or (opens and year is not None and self.year is not None and roc(year) < self.year), silent

    def _name(self, record: Record) -> tuple[str, str, str]:
        """Code, name and plan; a cell that lost its border holds name and plan as two paragraphs (003 row 1.1.5)."""
        code, text, plan = record.get("code"), record.get("measure"), record.get("plan")
        if code and re.match(START, opening(code)) and not re.match(START, opening(text)):
            text = f"{squeeze(code)} {text}"
        if record.moved and len(squeeze(text.strip().partition("\n")[2])) > 10:
            text, _, rest = text.strip().partition("\n")
            plan = join_torn(rest, plan)
        if "plan" not in self.heading.keys and _NAME_AND_CONTENT.search(self.heading.text_of("measure")):
            text, _, plan = text.strip().partition("\n")
        found = _NAME.match(unwrap(normalise(text)))
        if found is None and not code and (behind := _CODE_BEHIND.match(normalise(text))):
            return behind[2], unwrap(f"{behind[1]}{behind[3]}"), _shown(normalise(plan))
        if found is None:
            return squeeze(code), unwrap(normalise(text)), _shown(normalise(plan))
        return found[1], found[2].strip(), _shown(normalise(plan))

    def _strategy(self, record: Record, code: str) -> Strategy:
        text = f"{record.get('strategy_code')} {record.get('strategy')}".strip() or record.section
        flat = unwrap(normalise(text))
        if not flat:
            return self.strategy
        found = _STRATEGY.match(flat)
        current = self.strategy.code
        if found is None and current is not None and squeeze(self.strategy_names[current]).endswith(squeeze(flat)):
            return self.strategy
        if found is None and current is not None:
            self.strategy_names[current] = join_torn(self.strategy_names[current], flat)
            self._doubt(record, "策略名稱跨頁，已接回前一列", "a strategy's name torn by a page break was joined to the row before", flat)
            return self.strategy
        if found is None:
            return Strategy(None, flat)
        own = found[1]
        if own.isdigit() and not code.startswith(own):
            return self.strategy
        self.strategy_names.setdefault(own, found[2].strip())
        return Strategy(own, found[2].strip())

    def whole_strategy(self, strategy: Strategy) -> Strategy:
        """The strategy with its whole name, also where a page break tore it after the row was read."""
        return Strategy(strategy.code, self.strategy_names.get(strategy.code or "", strategy.name))

    def _period(self, record: Record) -> tuple[int, int] | None:
        """First and last year, also where they stand in columns of their own (起始年, 結束年; 從, 到)."""
        begins, ends, whole = (record.get(key) for key in ("period_from", "period_to", "period"))
        if begins:
            whole = f"{begins}~{ends or whole}"
        elif ends and re.search("[起始]$", self.heading.text_of("period")):
            whole = f"{whole}~{ends}"
        text = squeeze(normalise(whole))
        years = [roc(int(year)) for year in re.findall(r"(?<!\d)(?:1\d{2}|20\d{2}|9\d)(?!\d)", text)]
        return (years[0], years[-1]) if years else None

    def _element(self, record: Record) -> str | None:
        text = squeeze(record.get("element"))
        if text and not re.match(ELEMENT, text):
            if not (_IS_NEW.match(text) or _IS_OLD.match(text)):
                self._doubt(record, "元素類別無法辨識", "the element is not one of the known three", text)
            return None
        return text or None

    def _agencies(self, record: Record) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Lead agencies and co-agencies; in 主(協)辦 columns the co-agencies stand in brackets (003 row 2.6.1)."""
        text = re.sub(r"[^\S\n]", "", normalise(record.get("agency")).replace(PIECE, "\n"))
        if record.wrapped:
            text = join_wrapped_names(text)
        text = protect_local_governments(text)
        if self.agencies_by_slash:
            text = re.sub(r"[/\n]", "協辦:", text, count=1)
        lead, inner = re.sub(r"\([^()]*\)", "、", text), re.findall(r"\(([^()]*)\)", text)
        lead, *labelled = _CO_LABEL.split(lead)
        co_cell = normalise(record.get("co_agency"))
        if record.wrapped:
            co_cell = join_wrapped_names(re.sub(r"[^\S\n]", "", co_cell))
        co = "、".join([*inner, *labelled, protect_local_governments(co_cell)])
        return tuple(map(restore_local_governments, _names(_LEAD_LABEL.sub("、", lead)))), tuple(
            restore_local_governments(name) for name in _names(co) if name not in _NOBODY
        )

    def _money(self, record: Record) -> Money:
        def doubt(amount: str) -> None:
            self._doubt(record, "金額沒有單位，當作元", "an amount without a unit was taken as 元", amount)

        note = record.get("money_note") or record.get("remarks")
        cell = executed_of(record.get(self.money_column), self.heading.text_of(self.money_column))
        return read_money(cell, record.get("rate"), note, factor=self.factor, doubt=doubt)

    def _sources_beside(self, money: Money) -> tuple[Money, tuple[str, ...]]:
        """Where no column names the sources, those that stand before the amounts (公務預算：1,250) and are no explanation."""
        beside, _, explained = money.note.partition("\n")
        parts = [part for part in re.split(r"[:、，,;；\s]+", beside) if part]
        if "funding" in self.heading.keys or not parts or not all(map(_SOURCE.fullmatch, parts)):
            return money, ()
        return replace(money, note=explained), tuple(dict.fromkeys(parts))

    def _funding(self, record: Record) -> tuple[str, ...]:
        text = re.sub(r"(?<=預算|基金|投資|經費|補助|自籌|自有|貸款|資金)\s*[\n\x1e]\s*", "、", normalise(record.get("funding")))
        text = re.sub(r"(?<=[\u3400-\u9fff])\s(?=[\u3400-\u9fff])", "", text.replace("\n", ""))
        return () if is_blank(text) else _names(text)

    def _doubt(self, record: Record, zh: str, en: str, text: str) -> None:
        shown = squeeze(text)[:30]
        self.problems.append(Problem(record.place, Bilingual(f"{zh}：{shown}", f"{en}: {shown}")))


_SOURCE = Pattern(
    r"[\u3400-\u9fff]{0,8}(預算|基金|補助款?|自籌款?|自有資金|自償性?(財源|收入)?|配合款|投資|盈餘(分配款?)?|回饋金|捐[助款贈]款?|贊助款?|貸款|融資|專款|專案款|分配稅款|(防[制治]|空污|水污|回饋|使用|規)費(收入)?|權利金"
    r"|委辦費|(代收代付|代辦)(款|經費)|墊付款|資金)"
)
_CO_LABEL = Pattern(r"(?:協辦|共同推動|共同辦理|共同執行|配合|協同|協力)(?:機關|單位|部會)?[:：]")
_LEAD_LABEL = Pattern(r"(?:主政|主辦|主責|主管|權責)(?:機關|單位|部會)?[:：]")
_NOBODY = ("無", "無協辦機關")


def _names(text: str) -> tuple[str, ...]:
    return tuple(part for raw in _SEPARATOR.split(text) if (part := raw.strip(" 。:：()-－—")) and not is_blank(part))


def _shown(text: str) -> str:
    return "" if is_blank(text) else laid_out(text)
