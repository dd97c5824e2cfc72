"""The records below a recognised header: repeats dropped, rows that page breaks tore joined, shifted cells put back, the rest named."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yongxu.documents.header_lines import numbers_columns
from yongxu.documents.header_text import opening, squeeze
from yongxu.documents.layout import Heading, row_texts
from yongxu.documents.markup import clean_residue, without_cut_tag
from yongxu.documents.table import Problem, Row, Table
from yongxu.quantities.labels import PIECE
from yongxu.quantities.patterns import HAN, Pattern
from yongxu.quantities.wording import Bilingual

_ENOUGH_CELLS = 3
"""So many cells tell whether a column looks as it does elsewhere; of fewer, one may be shifted."""
_NOTE_BELOW = Pattern(
    r"^[*※]?(資料|統計)(日期|時間|期間|截止日?|基準日)|^[*※]?燈號(說明|標示|定義)?[:：]|^[*※]?(製表|填表|填報|承辦|聯絡|審核)(單位|機關|人|日期)?[:：]|^[*※](?!\d)"
)
"""Notes that are told from what continues a record by standing alone over the width of the table."""
_TOTAL = Pattern(r"^(合計|總計|小計|總和)$")
"""What stands for a name where a total is within a group whose own cell is merged over it."""
_NOTE_ROW = Pattern(r"^[*※]?(合計|總計|小計|總和|註|備註|附註|說明|資料來源|填表說明|填報說明)\d{0,2}($|[:：、.。(]|\d)")


@dataclass(slots=True)
class Record:
    """One record with the text of each column. ``section`` is the last section row before it, as printed."""

    place: str
    values: dict[str, str]
    section: str = ""
    moved: bool = False
    wrapped: bool = False

    def get(self, key: str) -> str:
        return self.values.get(key, "")


def read_records(table: Table, heading: Heading) -> tuple[list[Record], list[Problem]]:
    """The records below the header, each column's text joined over page breaks; what was uncertain is named."""
    reader = _RecordReader(table, heading)
    for index, row in enumerate(table.rows):
        if not heading.first <= index <= heading.last:
            reader.take(row, before_header=index < heading.first)
    for position in heading.by_content:
        reader.name_column(table.rows[heading.last], position)
    for record in reader.records:
        record.values = {key: without_cut_tag(text) for key, text in record.values.items()}
    return reader.records, reader.problems


class _RecordReader:
    """Reads rows one after another, keeping the record that may still be continued."""

    def __init__(self, table: Table, heading: Heading) -> None:
        self.heading = heading
        self.layout = heading.layout
        self.records: list[Record] = []
        self.problems: list[Problem] = []
        self.section = ""
        self.page_turned = False
        self.page = table.rows[heading.first].place.page
        self.depth = self._usual_depth(table)
        self.loose = self._columns_unlike_their_pattern(table)
        self.header_lines = {row_texts(row) for row in table.rows[heading.first : heading.last + 1]}

    def _usual_depth(self, table: Table) -> int | None:
        """How many levels the codes that begin records have (2 in 6.4.1), so that 1.1 of a strategy begins none; None if unknown."""
        by_key: dict[str, list[int]] = {key: [] for key in self.layout.starts}
        for row in table.rows[self.heading.last + 1 :]:
            for cell, key in zip(row.cells, self.heading.keys, strict=False):
                if key is not None and key in self.layout.starts and (code := re.match(self.layout.starts[key], opening(cell.text))):
                    by_key[key].append(_depth(code[0]))
        found = by_key.get("code") or [depth for depths in by_key.values() for depth in depths]
        return max(set(found), key=lambda depth: (found.count(depth), depth)) if found else None

    def _columns_unlike_their_pattern(self, table: Table) -> set[str]:
        """Columns of which most cells do not look as such a column does elsewhere: here their pattern says nothing of shifted cells."""
        unlike = set[str]()
        for position, key in enumerate(self.heading.keys):
            if key is None or key in self.layout.starts or not self.layout.column(key).strict:
                continue
            below = (row.cells[position].text for row in table.rows[self.heading.last + 1 :] if position < len(row.cells))
            filled = [text for text in map(squeeze, below) if text and text != self.heading.texts[position]]
            if len(filled) >= _ENOUGH_CELLS and 2 * sum(
                re.search(self.layout.column(key).looks_like, text) is not None for text in filled
            ) < len(filled):
                unlike.add(key)
        return unlike

    def name_column(self, row: Row, position: int) -> None:
        """Says that a column was recognised by what it holds."""
        key = self.heading.keys[position] or ""
        shown = {key: self.heading.texts[position]}
        self._report(
            row, f"此欄標題不認得，依內容當作「{key}」欄：{{}}", f"this header is not known; by its cells it was read as {key}: {{}}", shown
        )

    def take(self, row: Row, *, before_header: bool) -> None:
        texts = row_texts(row)
        if before_header or not any(texts):
            return
        if row.place.page != self.page:
            self.page, self.page_turned = row.place.page, True
        if self._repeats_header(texts):
            self.page_turned = True
            return
        if not self.records and numbers_columns(texts):
            return
        if self._is_section(row, texts) or self._is_note(row, texts):
            return
        values, covered, moved = self._align(row)
        begins = self._starts_record(values)
        torn, self.page_turned = self.page_turned, False
        if begins:
            self._begin(row, values, moved)
        elif self.records:
            self._continue(row, {k: v for k, v in values.items() if k not in covered}, torn=torn)
        else:
            self._report(row, "第一筆資料之前有無法歸屬的文字：{}", "text before the first record belongs to none: {}", values)

    def _repeats_header(self, texts: tuple[str, ...]) -> bool:
        if texts in self.header_lines:
            return True
        own = [text for text in self.heading.texts if text]
        shown = [text for text in texts if text]
        return len(shown) >= 2 and sum(text in own for text in shown) >= max(2, len(shown) - 1)

    def _is_section(self, row: Row, texts: tuple[str, ...]) -> bool:
        distinct = {text for text in texts if text}
        if len(distinct) != 1 or not self.layout.section or len(self.heading.keys) < 2:
            return False
        text = next(cell.text for cell in row.cells if cell.text.strip())
        key = self._key_at(next(i for i, t in enumerate(texts) if t))
        spans = sum(bool(t) for t in texts) > 1 or len(texts) == 1
        if not re.match(self.layout.section, squeeze(text)) or (key is not None and key in self.layout.starts and self._begins(key, text)):
            return False
        if not spans and self.page_turned and key not in ("goal", "strategy"):
            return False
        self.section = text.strip()
        return True

    def _is_note(self, row: Row, texts: tuple[str, ...]) -> bool:
        """A total, or a note below the table: it is no record and continues none, so it is named."""
        first = next(text for text in texts if text)
        spans = len(self.records) > 0 and texts[0] == first and set(texts) <= {first, ""}
        totals = any(key in self.layout.starts and _TOTAL.match(text) for key, text in zip(self.heading.keys, texts, strict=False))
        if not (totals or _NOTE_ROW.match(first) or (spans and _NOTE_BELOW.match(first))) or (self.page_turned and not texts[0]):
            return False
        shown = " ".join(dict.fromkeys(text for text in texts if text))
        self._report(row, "此列是合計或附註，未當作資料：{}", "this row is a total or a note and was not read as a record: {}", {"": shown})
        return True

    def _key_at(self, position: int) -> str | None:
        return self.heading.keys[position] if position < len(self.heading.keys) else None

    def _begins(self, key: str, text: str) -> bool:
        found = re.match(self.layout.starts[key], opening(text))
        return found is not None and self.depth in (None, _depth(found[0]))

    def _starts_record(self, values: Mapping[str, str]) -> bool:
        """By the code that begins a record; in a table without any codes, by a cell in the column that names the record."""
        if self.depth is None:
            return any(values.get(key) for key in self.layout.starts)
        for key in self.layout.starts:
            text = values.get(key, "")
            if text and self._begins(key, text):
                return not (self.records and self._open_bracket(key) and squeeze(text)[:1].isdigit())
        return False

    def _open_bracket(self, key: str) -> bool:
        before = squeeze(self.records[-1].get(key))
        return self.page_turned and before.count("(") > before.count(")")

    def _align(self, row: Row) -> tuple[dict[str, str], set[str], bool]:
        """Cell texts by column, the columns that only repeat a merged cell, and whether cells had to be moved."""
        keys = self.heading.keys
        covered = {key for key, cell in zip(keys, row.cells, strict=False) if key is not None and cell.covered}
        cells = [(i, cell.text) for i, cell in enumerate(row.cells) if cell.text.strip() and not self._repeats_neighbour(row, i)]
        in_place: dict[str, str] = {}
        fits = len(row.cells) <= len(keys) or all(i < len(keys) for i, _ in cells)
        for position, text in cells:
            key = self._key_at(position)
            if key is None:
                fits = fits and position < len(keys)
                continue
            in_place[key] = text
            fits = fits and self._may_stand(key, text, whole=True)
        if fits and (self._starts_record(in_place) or not self._holds_start(cells)):
            return in_place, covered, False
        moved = self._best_alignment(cells)
        return (moved, set(), True) if moved else (in_place, covered, False)

    def _repeats_neighbour(self, row: Row, index: int) -> bool:
        """True for a cell that only repeats the text of the merged cell it belongs to."""
        cell = row.cells[index]
        if not cell.covered:
            return False
        sideways = index > 0 and row.cells[index - 1].text == cell.text
        return sideways or self._key_at(index) in self.layout.starts

    def _may_stand(self, key: str, text: str, *, whole: bool) -> bool:
        column = self.layout.column(key)
        if key in self.layout.starts and sum(own in self.layout.starts for own in self.heading.keys) > 1:
            return True
        return not (column.strict and whole) or key in self.loose or re.search(column.looks_like, squeeze(text)) is not None

    def _holds_start(self, cells: Iterable[tuple[int, str]]) -> bool:
        return any(self._begins(key, text) for _, text in cells for key in self.layout.starts)

    def _best_alignment(self, cells: Sequence[tuple[int, str]]) -> dict[str, str]:
        """Order-keeping assignment of cells to columns with the most matching patterns; {} unless it begins a record.

        A cell may share its column with the one before (a note printed in a cell of its own).
        """
        keys = [key for key in self.heading.keys if key is not None]
        states: dict[int, tuple[float, tuple[int, ...]]] = {-1: (0.0, ())}
        for order, (position, text) in enumerate(cells):
            following: dict[int, tuple[float, tuple[int, ...]]] = {}
            for last, (score, path) in states.items():
                for target in range(max(last, 0), len(keys)):
                    gain = self._fit(keys[target], text, shared=target == last)
                    if gain is None:
                        continue
                    if order and target - last == position - cells[order - 1][0]:
                        gain += 0.6
                    if abs(position - target) <= 1:
                        gain += 0.1
                    option = (score + gain, (*path, target))
                    if target not in following or option[0] > following[target][0]:
                        following[target] = option
            states = following
        if not states:
            return {}
        _, path = max(states.values())
        values: dict[str, str] = {}
        for (_, text), target in zip(cells, path, strict=True):
            key = keys[target]
            values[key] = f"{values[key]}\n{text}" if key in values else text
        return values if self._starts_record(values) else {}

    def _fit(self, key: str, text: str, *, shared: bool) -> float | None:
        column = self.layout.column(key)
        if key in self.layout.starts and not self._begins(key, text):
            return None if column.strict else 0.0
        strict = column.strict and key not in self.loose
        matches = bool(column.looks_like) and re.search(column.looks_like, squeeze(text)) is not None
        if shared:
            return -0.5 if not strict or key == "money" else None
        if matches:
            return 3.0
        return None if strict else 0.0

    def _begin(self, row: Row, values: dict[str, str], moved: bool) -> None:
        record = Record(str(row.place), values, self.section, moved, any(cell.wrapped for cell in row.cells))
        self.records.append(record)
        if moved:
            self._report(
                row, "此列的儲存格與欄位錯開，已依內容放回：{}", "cells of this row were shifted and put back by what they hold: {}", values
            )

    def _continue(self, row: Row, values: dict[str, str], *, torn: bool) -> None:
        record = self.records[-1]
        for key, text in values.items():
            column = self._own_column(record, key, text) if torn else key
            if column != key:
                self._report(
                    row,
                    f"跨頁後落在「{key}」欄的文字依編號接回「{column}」欄：{{}}",
                    f"text printed under {key} after the page break continues {column} by its numbering: {{}}",
                    {column: text},
                )
            before = record.values.get(column, "")
            record.values[column] = _join_halves(before, text) if torn else (f"{before}{PIECE}{text}" if before else text)

    def _own_column(self, record: Record, key: str, text: str) -> str:
        """The column a torn text continues: its own, unless its first item number continues only another one."""
        number = re.match(r"\s*(\d{1,2})[.、](?!\d)", text)
        if number is None or int(number[1]) < 2 or _has_item(record.get(key), int(number[1]) - 1):
            return key
        fitting = [other for other, before in record.values.items() if other != key and _last_item(before) == int(number[1]) - 1]
        return fitting[0] if len(fitting) == 1 else key

    def _report(self, row: Row, zh: str, en: str, values: Mapping[str, str]) -> None:
        shown = "；".join(squeeze(text)[:24] for text in values.values() if text)[:80]
        self.problems.append(Problem(str(row.place), Bilingual(zh.format(shown), en.format(shown))))


def _depth(code: str) -> int:
    return len(re.findall(r"(?<=\d)[.-](?=\w)|(?<=[a-z])[.-](?=\d)", code))


def _has_item(text: str, number: int) -> bool:
    return re.search(rf"(?:^|[\s。；:：]){number}[.、](?!\d)", text) is not None


def _last_item(text: str) -> int:
    numbers = [int(n) for n in re.findall(r"(?:^|[\s。；:：])(\d{1,2})[.、](?!\d)", text)]
    return numbers[-1] if numbers else 0


def _join_halves(before: str, after: str) -> str:
    """Two halves of one cell; a tag or entity of HTML that the page break cut in two is whole again and read."""
    if re.search(r"<[^<>]*$", before) and ">" in after:
        return clean_residue(f"{before}\n{after}")
    return clean_residue(before + after) if re.search(r"&[#a-z0-9]{0,8}$", before) else join_torn(before, after)


def join_torn(before: str, after: str) -> str:
    """Two halves of one cell that a page break tore apart, joined without a gap unless a new item or sentence begins."""
    if not before or not after:
        return before or after
    left, right = before.rstrip(), after.lstrip()
    if re.match(r"\d{1,2}[.、](?!\d)|[(（][一二三四五六七八九十\d]{1,2}[)）]", right) and not left.endswith(("第", "約", "計", "至", "達")):
        return f"{left}\n{right}"
    if left.endswith(("。", "；", "：", ":")) or re.match(rf"{HAN}{{2,8}}[:：]", right):
        return f"{left}\n{right}"
    if re.search(r"[A-Za-z0-9%.]$", left) and re.match(r"[A-Za-z0-9]", right):
        return f"{left} {right}"
    return left + right
