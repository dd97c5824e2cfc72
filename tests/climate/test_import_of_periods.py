"""The period of a measure, from one column or from two."""

import csv
from pathlib import Path

import pytest

from yongxu.cli.files import read_file
from yongxu.climate.rows import ProgrammeReport


@pytest.mark.parametrize(
    ("headers", "cells"),
    [
        ([["起始年", "結束年"]], ["110", "114年"]),
        ([["起", "迄"]], ["110.1", "114.12"]),
        ([["開始年度", "完成年度"]], ["2021", "2025"]),
        ([["計畫開始日期", "計畫結束日期"]], ["110年1月1日", "114年12月31日"]),
        ([["執行期間", ""], ["起", "迄"]], ["110", "114"]),
        ([["執行期間", "完成日期"]], ["110-114", "113年6月"]),
        ([["期程", "承辦科"]], ["110至114年", "節能科"]),
    ],
)
def test_period(tmp_path: Path, headers: list[list[str]], cells: list[str]) -> None:
    beside = ["預期效益", "113年執行成果", "經費執行數(千元)", "執行率"]
    lines = [["措施編號", "推動措施", *headers[0], *beside], *(["", "", *line, "", "", "", ""] for line in headers[1:])]
    rows = [[f"1.1.{number}", "輔導廠商節能", *cells, "輔導 80 家", "輔導 85 家", "1,200", "98%"] for number in (1, 2, 3)]
    path = tmp_path / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["示範部113年度行動方案執行情形"], *lines, *rows])
    _, report = read_file(path)
    assert isinstance(report, ProgrammeReport)
    assert [row.period for row in report.rows] == [(110, 114)] * 3


def test_target_of_reductions_is_the_target_only_where_no_other_is(tmp_path: Path) -> None:
    both = ["措施編號", "推動措施", "推動期間", "執行(億元)", "減碳目標(萬噸CO2e)", "減碳成果(萬噸CO2e)", "工作目標", "工作成果"]
    path = tmp_path / "table.csv"
    found = []
    for headers, cells in (
        (both, ["3.2", "3.5", "補助200戶", "補助215戶"]),
        ([*both[:5], "減碳量(萬噸CO2e)", "工作成果"], ["3.2", "3.5", "補助215戶"]),
    ):
        rows = [[f"1-{number}", "老屋節能", "110-114", "2.43", *cells] for number in (1, 2, 3)]
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([["示範部113年度行動方案執行情形"], headers, *rows])
        _, report = read_file(path)
        assert isinstance(report, ProgrammeReport)
        row = report.rows[0]
        found.append(([(str(part.value), part.unit) for part in row.targets], [int(amount) for amount in row.executed_ntd]))
    assert found == [([("200", "戶")], [243_000_000]), ([("32000", "噸CO2e")], [243_000_000])]
