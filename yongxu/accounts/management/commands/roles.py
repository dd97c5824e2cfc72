"""`yongxu roles`: the table of roles and permissions, from what the rooms have registered. docs/roles.md is written by it."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from yongxu.accounts.models import AT_ORGANIZATION, Role
from yongxu.accounts.rules import Permission, registered

PAGE = "docs/roles.md"
HEADING = """# Roles and permissions 角色與權限

Written by `yongxu roles --write` from the permissions that the code registers; `make check` says when it is out of date. A permission
is asked with `user.has_perm(code, object)`; where a role has one, the table says within which bounds. A deputy 職務代理人 has the
permissions of the person for whom he stands in, on the days of the substitution, and acts in his own name. A closed account has none;
a superuser, made by `yongxu createsuperuser` to begin with, has all. An auditor only looks, and holds no other role.
"""


class Command(BaseCommand):
    help = "Print the table of roles and permissions; --write puts it into docs/roles.md, --check says whether that is current."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help=f"write {PAGE}")
        parser.add_argument("--check", action="store_true", help=f"fail unless {PAGE} is current")

    def handle(self, *_arguments: object, write: bool, check: bool, **_options: object) -> None:
        text, path = page(), Path(settings.ROOT) / PAGE
        if write:
            path.write_text(text, encoding="utf-8")
        elif check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                raise CommandError(f"{PAGE} is out of date; run `yongxu roles --write`", returncode=1)
        else:
            self.stdout.write(text, ending="")


def page() -> str:
    """The whole page, in both languages side by side."""
    with override("zh-hant"):
        chinese = {role: str(role.label) for role in Role}
    with override("en"):
        english = {role: str(role.label) for role in Role}
    return "\n".join([HEADING, *_roles(chinese, english), "", *_permissions(chinese), ""])


def _roles(chinese: dict[Role, str], english: dict[Role, str]) -> Iterator[str]:
    yield "## Roles 角色\n"
    yield "| Role 角色 | Code | Held at 任職於 |"
    yield "|---|---|---|"
    for role in Role:
        place = "an organisation 機關" if role in AT_ORGANIZATION else "a body of the council 委員會的組織"
        yield f"| {english[role]} {chinese[role]} | `{role.value}` | {place} |"


def _permissions(chinese: dict[Role, str]) -> Iterator[str]:
    rooms: dict[str, list[Permission]] = {}
    for permission in registered():
        rooms.setdefault(permission.code.partition(".")[0], []).append(permission)
    for room, permissions in rooms.items():
        yield f"## {room}\n"
        yield "| Permission 權限 | Code | Who, and where 誰、在哪裡 |"
        yield "|---|---|---|"
        for item in permissions:
            yield f"| {item.label.en}<br>{item.label.zh} | `{item.code}` | {_holders(item, chinese)} |"
        yield ""


def _holders(permission: Permission, chinese: dict[Role, str]) -> str:
    bounds: dict[tuple[str, str], list[str]] = {}
    for holder in permission.holders:
        name = f"{chinese[holder.role]} `{holder.role.value}`" if holder.role else "登入者 everybody signed in"
        bounds.setdefault((holder.where.zh, holder.where.en), []).append(name)
    return "<br>".join(f"{'、'.join(names)}：{zh} {en}" for (zh, en), names in bounds.items())
