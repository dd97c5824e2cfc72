"""Asking for addresses as somebody, and what must not be in the answer."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import unquote

from django.apps import apps
from django.db import models, transaction
from django.http.response import HttpResponseBase
from django.test import Client

from tests.reporting.matrix.promises import MARK
from tests.reporting.matrix.world import World
from tests.reporting.people import sign_in
from yongxu.history.models import EVENT, Entry

KEPT = ("reporting", "accounts", "attachments", "organizations", "indicators", "climate", "goals")


def signed_in(world: World, role: str) -> Client:
    """A browser of this person; one without an account for ``anonymous``."""
    client = Client(raise_request_exception=True)
    if role != "anonymous":
        sign_in(client, world.people[role])
    return client


def text_of(answer: HttpResponseBase) -> str:
    """Everything that a reader gets: headers, cookies and body."""
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined, arg-type]
    head = "\n".join(f"{name}: {value}" for name, value in answer.items()) + str(answer.cookies)
    return f"{head}\n{unquote(head)}\n{body.decode('utf-8', 'replace')}".lower()


def found_in(answer: HttpResponseBase, secrets: Iterable[str]) -> list[str]:
    """The secrets that stand in an answer; what is planted stands between two marks, so that one look finds all of it."""
    text = text_of(answer)
    marked = set(text.split(MARK)[1:-1])
    return [
        secret
        for secret in secrets
        if (secret.removeprefix(MARK).removesuffix(MARK) in marked if secret.startswith(MARK) else secret in text)
    ]


@contextmanager
def put_back(*, expected: bool) -> Iterator[list[bool]]:
    """Gives whether something was changed inside, by the history. What is expected is undone; what is not stays to be found by `digest`."""
    changed: list[bool] = []
    with transaction.atomic():
        before = _entries()
        yield changed
        changed.append(_entries() != before)
        transaction.set_rollback(expected)


def _entries() -> int:
    return Entry.objects.exclude(subject_type=EVENT).count()


def digest() -> str:
    """The state of all that the working side can change, the history's changes included; what it noted of reads alone is left out."""
    made = hashlib.sha256()
    for label in KEPT:
        for model in apps.get_app_config(label).get_models():
            rows: models.QuerySet[models.Model] = model._default_manager.order_by("pk")
            fields = [field.attname for field in model._meta.concrete_fields if field.attname != "last_login"]
            made.update(repr(list(rows.values_list(*fields))).encode())
    made.update(repr(_entries()).encode())
    return made.hexdigest()
