"""The published figures of 2024 as the demo carries them, and their achievement against a table made by hand from the document."""

import json
import os
import re
import unicodedata
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import call_command

from yongxu.accounts.models import User
from yongxu.cli.files import read_file
from yongxu.climate.services import DATA as MEASURE_DATA
from yongxu.indicators.interchange import report_from_json
from yongxu.indicators.models import YearReport
from yongxu.indicators.rows import IndicatorReport
from yongxu.indicators.services import DATA, load_report
from yongxu.quantities.interchange import Json
from yongxu.reporting.differences import Source

SHARED = Path(os.environ.get("YONGXU_SHARED", Path(__file__).resolve().parents[2].parent / "shared"))
needs_documents = pytest.mark.skipif(not (SHARED / "documents" / "001.odt").exists(), reason="the published documents are not there")

# Goal → all, met, missed, not due, not applicable, to be judged, rate: read from the 64 rows of the table of 2024 and counted by hand.
PRINTED = {
    "1": (1, 1, 0, 0, 0, 0, "100.00"),
    "3": (1, 0, 1, 0, 0, 0, "0.00"),
    "5": (1, 1, 0, 0, 0, 0, "100.00"),
    "6": (8, 4, 3, 0, 0, 1, "50.00"),  # met 6.4.2 6.4.4 6.4.5 6.e.2; missed 6.1.1 6.4.1 6.6.1; to judge 6.5.1
    "7": (5, 2, 1, 1, 0, 1, "50.00"),  # met 7.1.1 7.3.2; missed 7.2.1; not due 7.3.1; to judge 7.1.2
    # missed 8.7.1 8.7.2 8.9.3 8.13.1; not due 8.1.2 8.4.2 8.4.3 8.5.2 8.6.1 8.8.1 8.10.2 8.10.3; n/a 8.11.3; to judge 8.4.1 8.11.1 8.11.2
    "8": (34, 18, 4, 8, 1, 3, "69.23"),
    "10": (2, 2, 0, 0, 0, 0, "100.00"),
    "11": (1, 1, 0, 0, 0, 0, "100.00"),
    "12": (7, 6, 1, 0, 0, 0, "85.71"),  # missed 12.4.6
    "13": (1, 0, 0, 1, 0, 0, None),
    "15": (2, 1, 1, 0, 0, 0, "50.00"),  # missed 15.3.1
    "17": (1, 0, 0, 0, 0, 1, "0.00"),
    "all": (64, 36, 11, 10, 1, 6, "66.67"),
}
# Twins count in the goal of their first code: 6.1.1 with 3.9.2, 8.10.1 with 6.4.2, 8.13.1 with 7.2.1, 12.4.2 with 6.e.2.
ONCE = PRINTED | {
    "6": (7, 4, 2, 0, 0, 1, "57.14"),
    "8": (32, 17, 3, 8, 1, 3, "70.83"),
    "12": (6, 5, 1, 0, 0, 0, "83.33"),
    "all": (60, 34, 9, 10, 1, 6, "68.00"),
}
FIELDS = ("total", "met", "missed", "not_due", "not_applicable", "needs_judgement", "rate")


def achievement(capsys: pytest.CaptureFixture[str], *, twins: str) -> dict[str, tuple[Json, ...]]:
    call_command("achievement", "--year", "2024", "--json", "--twins", twins)
    document = json.loads(capsys.readouterr().out)
    assert (document["year"], document["framework"], document["twins"]) == (2024, "tsdg", twins)
    return {item.get("goal", "all"): tuple(item[field] for field in FIELDS) for item in (*document["goals"], document["all"])}


@pytest.mark.django_db
@pytest.mark.parametrize(("twins", "expected"), [("printed", PRINTED), ("once", ONCE)])
def test_achievement_equals_the_table_made_by_hand(
    capsys: pytest.CaptureFixture[str], twins: str, expected: dict[str, tuple[Json, ...]]
) -> None:
    call_command("demo")
    capsys.readouterr()
    assert achievement(capsys, twins=twins) == expected


@needs_documents
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["001.odt", "001.docx", "001.txt"])
def test_achievement_of_the_document_equals_the_table_made_by_hand(
    capsys: pytest.CaptureFixture[str], owner: User, now: datetime, name: str
) -> None:
    call_command("demo")
    report = read_file(SHARED / "documents" / name)[1]
    assert isinstance(report, IndicatorReport)
    difference = load_report(report, framework="tsdg", source=Source(name, "0" * 64), by=owner, at=now)
    assert (len(difference.changed), difference.unknown_organizations) == (64, ())
    capsys.readouterr()
    assert achievement(capsys, twins="printed") == PRINTED
    assert achievement(capsys, twins="once") == ONCE


@pytest.mark.django_db
def test_demo_does_not_overwrite_what_was_really_loaded_and_can_be_removed(owner: User, now: datetime) -> None:
    call_command("demo")
    report = report_from_json(json.loads((DATA / "indicators-2024.json").read_text(encoding="utf-8")))
    first = report.rows[0]
    load_report(
        IndicatorReport("另一份", 2024, (first.__class__(**{**_fields(first), "remarks": "真實"}),), ()),
        framework="tsdg",
        source=Source("real.odt", ""),
        by=owner,
        at=now,
    )
    call_command("demo")
    assert YearReport.objects.get(publication__is_demo=False).remarks == "真實"
    call_command("demo", "--remove")
    assert [item.remarks for item in YearReport.objects.all()] == ["真實"]


def _fields(row: object) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__slots__}  # type: ignore[attr-defined]


def texts_of(value: Json, field: str = "") -> list[str]:
    """The wording of the data: names of goals, strategies, measures and indicators are facts and not looked at."""
    if isinstance(value, dict):
        return [text for name, item in value.items() if name not in ("name", "goal_name", "title") for text in texts_of(item, name)]
    if isinstance(value, list):
        return [text for item in value for text in texts_of(item, field)]
    return [value] if isinstance(value, str) else []


@needs_documents
@pytest.mark.parametrize("path", [DATA / "indicators-2024.json", MEASURE_DATA / "manufacturing-113.json"], ids=lambda path: path.stem)
def test_no_sentence_of_the_documents_is_in_the_data(path: Path) -> None:
    def flat(text: str) -> str:
        return re.sub(r"[\s<>/]", "", unicodedata.normalize("NFKC", text))

    printed = "".join(flat((SHARED / "documents" / f"{name}.txt").read_text(encoding="utf-8")) for name in ("000", "001", "002", "003"))
    copied = set()
    document = json.loads(path.read_text(encoding="utf-8"))
    for row in document["rows"]:
        for text in map(flat, texts_of(row)):
            runs = (text[start : start + 14] for start in range(len(text) - 13))
            runs = (run for run in runs if len(re.findall(r"[\u3400-\u9fff]", run)) >= 12)
            copied |= {(row["code"], run) for run in runs if run in printed and run not in flat(row["name"])}
    assert copied == set()


@pytest.mark.django_db
def test_achievement_for_people_says_what_cannot_be_computed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo")
    capsys.readouterr()
    call_command("achievement", "--year", "2024")
    lines = capsys.readouterr().out.splitlines()
    assert (lines[10], lines[-1]) == ("13\t1\t0\t0\t1\t0\t0\t無法計算", "全部\t64\t36\t11\t10\t1\t6\t66.67")
