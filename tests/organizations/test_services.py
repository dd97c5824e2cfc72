"""Organisations and bodies from their data files."""

import json
import os
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import NOW, loader
from yongxu.history.models import Entry
from yongxu.organizations.models import Body, Organization, Seat
from yongxu.organizations.selectors import match_organizations
from yongxu.organizations.services import load_bodies, load_organizations, read_bodies, read_organizations

SHARED = Path(os.environ.get("YONGXU_SHARED", Path(__file__).resolve().parents[2].parent / "shared"))
pytestmark = pytest.mark.django_db
PRINTED = [
    *("中企署", "中企處", "水利署", "園管局", "產發署", "能源署", "國營司", "貿易署", "台電公司", "財政部", "勞動部", "環境部", "交通部"),
    *("內政部", "金管會", "農業部", "國發會", "國科會", "衛福部", "經濟部能源署", "經濟部綜規司", "環保署", "商業署", "台水公司"),
    *("臺北自來水事業處", "台灣自來水公司", "經濟部產業發展署", "經濟部國營事業管理司", "經濟部產業技術司", "經濟部產業園區管理局"),
    *("經濟部中小及新創企業署", "國家科學及技術委員會", "海洋委員會", "宜蘭縣政府環保局", "彰化縣政府勞工處", "高雄市政府經發局"),
    *("高雄市政府青年局", "花蓮縣政府農業處", "臺南市政府環保局", "國家發展委員會"),
]


def test_every_agency_of_the_documents_is_known() -> None:
    load_organizations(read_organizations(), by=loader(), at=NOW)
    matches = match_organizations(PRINTED, on=date(2024, 12, 31))
    assert [name for name, match in matches.items() if match.organization is None] == []


def test_local_departments_belong_to_their_government() -> None:
    load_organizations(read_organizations(), by=loader(), at=NOW)
    assert Organization.objects.get(code="tainan-environment").parent == Organization.objects.get(code="tainan")


def test_name_in_the_readers_language() -> None:
    load_organizations(read_organizations(), by=loader(), at=NOW)
    assert Organization.objects.get(code="moenv").name() == "環境部"
    assert Organization.objects.get(code="epa").name() == "行政院環境保護署"
    assert Organization(code="nobody", pk=0).name() == "nobody"


def test_bodies_and_seats_load_again_without_change() -> None:
    for _ in range(2):
        load_bodies(read_bodies(), by=loader(), at=NOW)
        kinds = {kind: Body.objects.filter(kind=kind).count() for kind in Body.Kind}
        assert kinds == {"council": 1, "circle": 4, "group": 17, "task_force": 2, "advisory": 5}
    assert Seat.objects.filter(body__code="council").count() == 3


def test_history_of_organizations_and_bodies_is_of_what_changed() -> None:
    items, bodies = read_organizations(), read_bodies()
    for _ in range(2):
        load_organizations(items, by=loader(), at=NOW)
        load_bodies(bodies, by=loader(), at=NOW)
        assert Entry.objects.count() == len(items) + len(bodies)
    items[0]["aliases"] = [*items[0]["aliases"], "示範別名"]
    bodies[0]["seats"][0]["title_zh"] = "示範職稱"
    load_organizations(items, by=loader(), at=NOW)
    load_bodies(bodies, by=loader(), at=NOW)
    added = list(Entry.objects.all())[len(items) + len(bodies) :]
    assert [(entry.subject_type, list(entry.difference["changed"])) for entry in added] == [
        ("organizations.organization", ["names"]),
        ("organizations.body", ["seats"]),
    ]


@pytest.mark.skipif(not (SHARED / "documents" / "002.txt").exists(), reason="the published documents are not there")
def test_partners_of_document_002_are_known() -> None:
    load_organizations(read_organizations(), by=loader(), at=NOW)
    text = (SHARED / "documents" / "002.txt").read_text(encoding="utf-8")
    printed = re.findall(r"^- (\S+(?:委員會|[縣市]政府\S+?[局處]))「", text, re.MULTILINE)
    assert len(printed) == 7
    assert [name for name, match in match_organizations(printed, on=date(2023, 11, 2)).items() if match.organization is None] == []


def entered(tmp_path: Path, *items: dict[str, object]) -> str:
    path = tmp_path / "bodies.json"
    path.write_text(json.dumps(items), encoding="utf-8")
    return str(path)


def test_circles_whose_name_is_not_published_have_none_and_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    load_bodies(read_bodies(), by=loader(), at=NOW)
    assert [body.code for body in Body.objects.named().filter(kind=Body.Kind.CIRCLE)] == ["circle-green"]
    assert [str(body) for body in Body.objects.unnamed()] == [f"circle-{number}（名稱待秘書處填寫）" for number in (2, 3, 4)]
    call_command("bodies")
    lines = capsys.readouterr().out.splitlines()
    assert (len(lines), lines[0].split(":")[0], lines[3].split(" ")[0]) == (3 + 17, "circle-2", "group-01")


def test_entered_names_and_circles_survive_loading_the_data_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load_bodies(read_bodies(), by=loader(), at=NOW)
    path = entered(
        tmp_path, {"code": "circle-2", "name_zh": "示範工作圈", "name_en": "Example circle"}, {"code": "group-06", "parent": "circle-2"}
    )
    before = Entry.objects.count()
    for arguments, said, entries in (
        (["--dry-run"], "試算 dry run · 變更 changed 2", 0),
        ([], "變更 changed 2", 2),
        ([], "變更 changed 0", 2),
    ):
        call_command("bodies", path, *arguments)
        assert (capsys.readouterr().out.startswith(said), Entry.objects.count() - before) == (True, entries)
    load_bodies(read_bodies(), by=loader(), at=NOW)
    assert Entry.objects.count() == before + 2
    assert (Body.objects.get(code="circle-2").name_zh, Body.objects.get(code="group-06").parent) == (
        "示範工作圈",
        Body.objects.get(code="circle-2"),
    )
    assert "group-06" not in Body.objects.without_circle().values_list("code", flat=True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "circle-9", "name_zh": "示範工作圈"},
        {"code": "group-06", "parent": "circle-9"},
        {"code": "circle-2", "name_zh": " "},
        {"code": "circle-2", "name_zh": 5},
        {"code": "circle-2", "title": "示範"},
        {"code": "circle-2"},
        {"name_zh": "示範工作圈"},
        {"code": "circle-2", "name_zh": "圈" * 201},
        {"code": "circle-2", "parent": "circle-2"},
        {"code": "council", "parent": "group-06"},
    ],
)
def test_wrong_correction_refuses_the_whole_file(tmp_path: Path, wrong: dict[str, object]) -> None:
    load_bodies(read_bodies(), by=loader(), at=NOW)
    before = Entry.objects.count()
    with pytest.raises(CommandError):
        call_command("bodies", entered(tmp_path, {"code": "circle-3", "name_zh": "示範工作圈"}, wrong))
    assert (Body.objects.get(code="circle-3").name_zh, Entry.objects.count()) == ("", before)


def test_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bodies.json"
    path.write_text("circle-2", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("bodies", str(path))
