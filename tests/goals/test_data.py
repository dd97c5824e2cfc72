"""The shipped data files are whole: counts, codes, languages, order, contrast; mappings name what exists and never join two frameworks."""

import os
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from yongxu.goals.models import sort_key_of
from yongxu.goals.services import read_framework, read_mapping

SDG, TSDG, MAPPING = read_framework("sdg"), read_framework("tsdg"), read_mapping("tsdg", "sdg")
TARGETS_PER_GOAL = [7, 8, 13, 10, 9, 8, 5, 12, 8, 10, 10, 11, 5, 10, 12, 12, 19]
INDICATORS_PER_GOAL = [13, 14, 28, 12, 14, 11, 6, 16, 12, 14, 15, 13, 8, 10, 14, 24, 24]
CHINESE, LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]{3}")
TABLE = Path(os.environ.get("YONGXU_SHARED") or Path(__file__).resolve().parents[2].parent / "shared") / "documents" / "001.txt"
ROWS = {
    "targets": [(row["code"], row["text_zh"], row["text_en"]) for row in SDG["targets"]],
    "indicators": [(row["code"], row["name_zh"], row["name_en"]) for row in SDG["indicators"]],
    "sdg goals": [(goal["code"], goal["name_zh"], goal["name_en"]) for goal in SDG["goals"]],
    "sdg short names": [(goal["code"], goal["short_name_zh"], goal["short_name_en"]) for goal in SDG["goals"]],
    "tsdg goals": [(goal["code"], goal["name_zh"], goal["name_en"]) for goal in TSDG["goals"]],
    "tsdg short names": [(goal["code"], goal["short_name_zh"], goal["short_name_en"]) for goal in TSDG["goals"]],
}


def counts_by_goal(codes: list[str]) -> list[int]:
    counts = Counter(int(code.partition(".")[0]) for code in codes)
    return [counts[goal] for goal in sorted(counts)]


def test_the_un_goals_have_169_targets_and_248_listed_indicators_of_which_231_are_unique() -> None:
    assert [goal["code"] for goal in SDG["goals"]] == [str(number) for number in range(1, 18)]
    assert counts_by_goal([row["code"] for row in SDG["targets"]]) == TARGETS_PER_GOAL
    assert counts_by_goal([row["code"] for row in SDG["indicators"]]) == INDICATORS_PER_GOAL
    unique = [row for row in SDG["indicators"] if not row["repeats"]]
    assert (len(SDG["targets"]), len(SDG["indicators"]), len(unique)) == (169, 248, 231)


def test_the_tsdgs_are_18_and_only_printed_leads_stand() -> None:
    assert [goal["code"] for goal in TSDG["goals"]] == [str(number) for number in range(1, 19)]
    assert [goal["code"] for goal in TSDG["goals"] if goal["lead"] is None] == ["2", "4", "9", "10", "14", "16", "18"]


@pytest.mark.parametrize("kind", ROWS)
def test_codes_are_unique_and_in_natural_order(kind: str) -> None:
    codes = [code for code, _, _ in ROWS[kind]]
    assert [(one, two) for one, two in pairwise(codes) if sort_key_of(one) >= sort_key_of(two)] == []


@pytest.mark.parametrize("kind", ROWS)
def test_both_languages_are_there_and_each_is_itself(kind: str) -> None:
    assert [code for code, zh, en in ROWS[kind] if not CHINESE.search(zh) or not LATIN.search(en) or CHINESE.search(en)] == []
    assert [code for code, zh, en in ROWS[kind] if zh != zh.strip() or en != en.strip()] == []


def test_chinese_is_traditional() -> None:
    """What cp950, the code page of Taiwan, cannot write is a simplified form or a slip."""
    words = [zh for rows in ROWS.values() for _, zh, _ in rows] + [row["reason_zh"] for row in [*MAPPING["goals"], *MAPPING["indicators"]]]
    assert [zh for zh in words if zh.encode("cp950", errors="replace").decode("cp950") != zh] == []


def test_numbers_of_an_english_indicator_stand_in_the_chinese_one() -> None:
    """Ages, years and thresholds: a digit lost or changed in translation would stand out here."""
    lost = {row["code"]: set(re.findall(r"\d+", row["name_en"])) - set(re.findall(r"\d+", row["name_zh"])) for row in SDG["indicators"]}
    written_out = {"100", "000", "1", "5", "2", "3", "12"}
    assert {code: numbers - written_out for code, numbers in lost.items() if numbers - written_out} == {}


def test_every_code_has_its_place() -> None:
    goals = {goal["code"] for goal in SDG["goals"]}
    targets = {row["code"] for row in SDG["targets"]}
    assert [code for code in sorted(targets) if not re.fullmatch(r"\d+\.(\d+|[a-d])", code) or code.partition(".")[0] not in goals] == []
    indicators = {row["code"] for row in SDG["indicators"]}
    assert [code for code in sorted(indicators) if not code.rpartition(".")[2].isdigit() or code.rpartition(".")[0] not in targets] == []
    assert sorted(targets - {code.rpartition(".")[0] for code in indicators}, key=sort_key_of) == ["11.c"]


def test_repeated_indicators_say_the_same_under_every_code() -> None:
    by_code = {row["code"]: row for row in SDG["indicators"]}
    repeated = [(row, by_code[row["repeats"]]) for row in SDG["indicators"] if row["repeats"]]
    assert len({first["code"] for _, first in repeated}) == 13
    assert [first["code"] for _, first in repeated if first["repeats"]] == []
    differing = [row["code"] for row, first in repeated if (row["name_en"], row["name_zh"]) != (first["name_en"], first["name_zh"])]
    assert differing == ["13.b.1"]  # narrowed to least developed countries and small islands; the UN still counts it as one
    assert len({row["name_en"] for row in SDG["indicators"]}) == 232
    assert len({row["name_zh"] for row in SDG["indicators"]}) == 232


def test_colours_of_the_tsdgs_carry_white_text() -> None:
    assert len({goal["colour"] for goal in TSDG["goals"]}) == 18
    assert [goal["code"] for goal in TSDG["goals"] if contrast_to_white(goal["colour"]) < 4.5] == []


def contrast_to_white(colour: str) -> float:
    """WCAG 2.1 contrast ratio of #rrggbb and white."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def test_goal_mapping_covers_every_goal_once_and_18_has_none() -> None:
    tsdg, sdg = ([goal["code"] for goal in framework["goals"]] for framework in (TSDG, SDG))
    rows = MAPPING["goals"]
    assert list(dict.fromkeys(row["source"] for row in rows)) == tsdg
    assert {row["target"] for row in rows} == {*sdg, ""}
    assert [row["source"] for row in rows if row["relation"] == "none" or not row["target"]] == ["18"]
    assert {row["relation"] for row in rows} == {"same", "partly", "none"}


def test_indicator_mapping_names_existing_codes_with_reasons() -> None:
    tsdg = {goal["code"] for goal in TSDG["goals"]}
    listed = {row["code"] for row in SDG["indicators"]}
    rows = MAPPING["indicators"]
    codes = [row["source"] for row in rows]
    assert len(codes) == len(set(codes)) == 64
    assert codes == sorted(codes, key=sort_key_of)
    assert [code for code in codes if code.partition(".")[0] not in tsdg] == []
    assert [row["source"] for row in rows if row["target"] and row["target"] not in listed] == []
    assert [row["source"] for row in rows if bool(row["target"]) != (row["relation"] in {"equal", "close"})] == []
    assert {row["relation"] for row in rows} == {"equal", "close", "none"}


def test_mapping_gives_reasons_in_both_languages() -> None:
    rows = [*MAPPING["goals"], *MAPPING["indicators"]]
    assert [row["source"] for row in rows if not CHINESE.search(row["reason_zh"]) or not LATIN.search(row["reason_en"])] == []


def test_same_code_is_not_taken_for_same_indicator() -> None:
    """T-SDG 6.4.2, 7.1.2, 8.5.1 and 12.4.2 mean something else than the UN indicators under these codes."""
    targets = {row["source"]: row["target"] for row in MAPPING["indicators"]}
    assert [targets[code] for code in ("6.4.2", "6.4.5", "7.1.2", "8.5.1", "12.4.2", "12.4.6")] == [
        "",
        "6.4.2",
        "",
        "8.5.2",
        "12.5.1",
        "12.4.2",
    ]


@pytest.mark.skipif(not TABLE.is_file(), reason="the execution table is not on this machine (set YONGXU_SHARED)")
def test_every_indicator_of_the_execution_table_is_mapped() -> None:
    printed = set(re.findall(r"指標 ?(\d+\.[0-9a-z]+\.\d+)\s*[:： ]", TABLE.read_text(encoding="utf-8")))
    assert {row["source"] for row in MAPPING["indicators"]} == printed
