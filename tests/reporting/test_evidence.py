"""Evidence of due items: who attaches, fetches and withdraws it, and that nobody else learns of it."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.attachments.files import pdf, png
from tests.reporting.people import AT, Council, appearance, give, open_demo_cycle, planned, small_council
from yongxu.accounts.models import Role, User
from yongxu.attachments.limits import MAX_AT_ONCE, MAX_FILE_BYTES
from yongxu.attachments.models import Attachment
from yongxu.attachments.storage import path_of
from yongxu.history.models import Entry
from yongxu.organizations.models import Organization
from yongxu.reporting.models import DueItem
from yongxu.reporting.selectors import item_page
from yongxu.reporting.services.decisions import approve, submit
from yongxu.reporting.services.evidence import attach_evidence, withdraw_evidence

SECRET = "機密佐證.pdf"
PEOPLE = (
    *("officer", "supervisor", "window", "other_officer", "other_supervisor", "other_window", "group", "other_group"),
    *("deputy", "executive", "secretariat", "member", "auditor", "stranger"),
)


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> Path:
    """A folder of its own for each test."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "attachments"


@pytest.fixture
def council(db: None) -> Council:
    return small_council()


@pytest.fixture
def item(council: Council) -> DueItem:
    """An item of 示範署 being written, to which 另一署 contributes, after one of 另一署 alone."""
    place = appearance("1.1.1", "1", council.group, council.other_ministry)
    plans = [planned("2.1.1", council.other_agency, appearance("2.1.1", "2", council.other_group))]
    plans.append(planned("1.1.1", council.agency, place, co=(council.other_agency,)))
    made = open_demo_cycle(council, plans)[1]
    return next(each for each in made if each.code == "1.1.1")


def upload(name: str = SECRET, content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or pdf(b"<</Title(Evidence)>>"))


def attach(item: DueItem, by: User, *, name: str = SECRET, content: bytes | None = None) -> Attachment:
    return attach_evidence(item, upload(name, content), by=by, at=AT)


def fresh(item: DueItem) -> DueItem:
    return DueItem.objects.with_route().get(pk=item.pk)


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(item: DueItem, file: Attachment, act: str = "evidence-file") -> str:
    return reverse(f"reporting:{act}", args=[item.pk, file.pk])


def attaches(item: DueItem, user: User) -> bool:
    try:
        attach(item, user, content=pdf(b"<</Title(%d)>>" % user.pk))
    except PermissionDenied:
        return False
    return True


def test_who_writes_attaches_and_is_an_author(item: DueItem, council: Council) -> None:
    assert {key for key in PEOPLE if attaches(item, council[key])} == {"officer", "other_officer"}
    assert set(item.authors.all()) == {council["officer"], council["other_officer"]}
    assert {entry.verb for entry in Entry.objects.filter(subject_type="reporting.dueitem", actor=council["officer"])} == {"attach"}


def test_who_reviews_attaches_at_his_step_without_being_an_author(item: DueItem, council: Council) -> None:
    submit(item, content=None, by=council["officer"], at=AT)
    authors = set(item.authors.all())
    assert {key for key in PEOPLE if attaches(item, council[key])} == {"supervisor"}
    approve(fresh(item), by=council["supervisor"], at=AT)
    assert {key for key in PEOPLE if attaches(fresh(item), council[key])} == {"window"}
    assert set(item.authors.all()) == authors


def test_who_attached_evidence_does_not_review_the_report(item: DueItem, council: Council) -> None:
    give(council["supervisor"], Role.OFFICER, at=council.agency)
    attach(item, council["supervisor"])
    submit(item, content=None, by=council["officer"], at=AT)
    assert not council["supervisor"].has_perm("reporting.decide_item", fresh(item))


def test_refused_upload_leaves_no_author_and_no_file(item: DueItem, council: Council, files: Path) -> None:
    kept = attach(item, council["other_officer"])
    with pytest.raises(PermissionDenied):
        attach(item, council["stranger"])
    with pytest.raises(Exception, match="The same file is here already"):
        attach(item, council["officer"])
    assert set(item.authors.all()) == {council["other_officer"]}
    assert [path.name for path in files.rglob("*") if path.is_file()] == [kept.stored_name]


@pytest.mark.parametrize("key", PEOPLE)
def test_file_is_fetched_by_exactly_those_who_see_the_item(item: DueItem, council: Council, client: Client, key: str) -> None:
    file = attach(item, council["officer"])
    answer = signed_in(client, council[key]).get(address(item, file))
    expected = council[key].has_perm("reporting.see_item", fresh(item))
    assert (answer.status_code == 200) == expected
    assert Entry.objects.events().filter(verb="download", actor=council[key]).exists() == expected
    if expected:
        assert b"".join(answer.streaming_content) == pdf(b"<</Title(Evidence)>>")  # type: ignore[arg-type]
        assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    else:
        assert answer.status_code == 404
        assert SECRET not in answer.content.decode()


def test_nobody_fetches_without_signing_in(item: DueItem, council: Council, client: Client) -> None:
    file = attach(item, council["officer"])
    answer = client.get(address(item, file))
    assert (answer.status_code, answer["Location"].startswith(reverse("account_login"))) == (302, True)
    assert client.get(f"/files/attachments/{file.stored_name[:2]}/{file.stored_name}").status_code == 404


def test_file_is_reached_through_its_own_item_alone(item: DueItem, council: Council, client: Client) -> None:
    """A file of another item, and of a row of another room with the same key."""
    other = DueItem.objects.get(code="2.1.1")
    file = attach(item, council["officer"])
    signed_in(client, council["secretariat"])
    assert client.get(address(other, file)).status_code == 404
    Attachment.objects.filter(pk=file.pk).update(subject_type=Organization._meta.label_lower)
    assert client.get(address(item, file)).status_code == 404
    assert item_page(fresh(item), user=council["secretariat"], day=date(2025, 2, 3)).evidence == ()


def test_counts_tell_of_ones_own_item_only(item: DueItem, council: Council) -> None:
    attach(item, council["officer"])
    attach(item, council["officer"], name="a.png", content=png())
    withdraw_evidence(item, attach(item, council["officer"], content=pdf()), reason="重複", by=council["officer"], at=AT)
    page = item_page(fresh(item), user=council["auditor"], day=date(2025, 2, 3))
    other = item_page(fresh(DueItem.objects.get(code="2.1.1")), user=council["auditor"], day=date(2025, 2, 3))
    assert (page.standing_evidence, len(page.evidence)) == (2, 3)
    assert (other.standing_evidence, len(other.evidence)) == (0, 0)


def test_page_shows_what_the_reader_may_do(item: DueItem, council: Council) -> None:
    file = attach(item, council["officer"], name="<b>佐證</b>.pdf")

    def shown(key: str) -> str:
        page = item_page(fresh(item), user=council[key], day=date(2025, 2, 3))
        return render_to_string("reporting/parts/evidence.html", {"page": page, "item": page.item})

    for key, forms in {"officer": 2, "other_officer": 2, "auditor": 0, "supervisor": 0}.items():
        assert (shown(key).count("<form"), shown(key).count(address(item, file, "evidence-file"))) == (forms, forms // 2 + 1), key
        assert "b_.pdf</a>" in shown(key)
    withdraw_evidence(item, file, reason="放錯了", by=council["officer"], at=AT)
    assert ("放錯了" in shown("auditor"), f'href="{address(item, file)}"' in shown("auditor")) == (True, False)


def test_withdrawing_is_for_the_uploader_and_those_who_write(item: DueItem, council: Council, client: Client) -> None:
    written = attach(item, council["officer"])
    submit(item, content=None, by=council["officer"], at=AT)
    reviewed = attach(item, council["supervisor"], name="a.png", content=png())
    for key, file in (("officer", written), ("supervisor", written), ("window", reviewed), ("stranger", reviewed)):
        with pytest.raises(PermissionDenied):
            withdraw_evidence(item, file, reason="x", by=council[key], at=AT)
    signed_in(client, council["supervisor"])
    client.post(address(item, reviewed, "evidence-withdraw"), {"reason": " "})
    assert Attachment.objects.get(pk=reviewed.pk).is_standing
    client.post(address(item, reviewed, "evidence-withdraw"), {"reason": "改附新版"})
    gone = Attachment.objects.get(pk=reviewed.pk)
    assert (gone.withdrawn_by, gone.withdrawn_reason) == (council["supervisor"], "改附新版")
    assert client.get(address(item, reviewed)).status_code == 404
    assert path_of(gone.stored_name).exists()
    assert signed_in(client, council["stranger"]).post(address(item, written, "evidence-withdraw"), {"reason": "x"}).status_code == 404


def test_colleague_withdraws_what_an_author_attached_but_not_what_a_reviewer_did(item: DueItem, council: Council) -> None:
    written = attach(item, council["officer"])
    foreign = attach(item, council["other_officer"], name="a.png", content=png())
    Attachment.objects.filter(pk=foreign.pk).update(uploaded_by=council["secretariat"])
    withdraw_evidence(item, written, reason="改附新版", by=council["other_officer"], at=AT)
    with pytest.raises(PermissionDenied):
        withdraw_evidence(item, Attachment.objects.get(pk=foreign.pk), reason="x", by=council["other_officer"], at=AT)


def test_upload_takes_what_is_good_and_names_what_is_not(item: DueItem, council: Council, client: Client) -> None:
    signed_in(client, council["officer"])
    chosen = [upload("a.pdf"), upload("b.exe", b"MZ\x90\0"), upload("c.png", png()), upload("d.pdf")]
    answer = client.post(reverse("reporting:evidence", args=[item.pk]), {"files": chosen})
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('indicators-work:item', args=[item.pk])}#evidence")
    assert [file.name for file in Attachment.objects.about(item)] == ["a.pdf", "c.png"]
    said = [str(message) for message in answer.wsgi_request._messages]  # type: ignore[attr-defined]
    assert said == [
        "「b.exe」未收：這是程式或指令檔，不能作為佐證資料。",
        "「d.pdf」未收：同一個檔案已經上傳過了。",
        "已上傳 2 個檔案。",
    ]


def test_upload_beyond_the_limits_is_refused_and_not_kept(item: DueItem, council: Council, client: Client, files: Path) -> None:
    signed_in(client, council["officer"])
    where = reverse("reporting:evidence", args=[item.pk])
    for chosen in ([upload("big.txt", b"x" * (MAX_FILE_BYTES + 1))], [upload() for _ in range(MAX_AT_ONCE + 1)], []):
        assert client.post(where, {"files": chosen}).status_code == 302
    said = [str(message) for message in client.get(reverse("workspace:home")).context["messages"]]
    assert said == [
        "「big.txt」未收：檔案超過 25 MB；請壓縮圖片或分成數個檔案。",
        "一次最多上傳 20 個檔案，請分次上傳。",
        "請先選擇要上傳的檔案。",
    ]
    assert (Attachment.objects.count(), [path for path in files.rglob("*") if path.is_file()]) == (0, [])


@pytest.mark.parametrize("key", ["stranger", "auditor", "supervisor"])
def test_who_may_not_attach_is_refused(item: DueItem, council: Council, client: Client, key: str) -> None:
    answer = signed_in(client, council[key]).post(reverse("reporting:evidence", args=[item.pk]), {"files": [upload()]})
    assert (answer.status_code, Attachment.objects.count()) == (404 if key == "stranger" else 403, 0)


def test_page_reads_one_and_three_files_with_the_same_queries(item: DueItem, council: Council) -> None:
    counts = []
    for number in range(3):
        attach(item, council["officer"], name=f"{number}.pdf", content=pdf(b"<</Title(%d)>>" % number))
        if number in (0, 2):
            due, reader = fresh(item), User.objects.get(pk=council["officer"].pk)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                page = item_page(due, user=reader, day=date(2025, 2, 3))
                render_to_string("reporting/parts/evidence.html", {"page": page, "item": due})
            counts.append(len(queries))
    assert counts[0] == counts[1]
