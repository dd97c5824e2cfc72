"""The permissions that rooms declare: one question each, answered by a function, asked everywhere as ``user.has_perm(code, obj)``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from rules.permissions import add_perm
from rules.predicates import predicate

from yongxu.quantities.wording import Bilingual


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission: its code, what it allows and who has it, in words for the table of roles."""

    code: str
    label: Bilingual
    held_by: Bilingual


Person = TypeVar("Person", bound=AbstractBaseUser)
Thing = TypeVar("Thing", bound=models.Model)

_DECLARED: dict[str, Permission] = {}


def declare(permission: Permission, test: Callable[[Person], bool]) -> None:
    """Make ``user.has_perm(code)`` answer what ``test(user)`` says.

    Superusers have every permission and inactive people none, as Django rules. Raises `ValueError` when the code is declared already.
    """
    _keep(permission)
    add_perm(permission.code, predicate(test))


def declare_for(permission: Permission, test: Callable[[Person, Thing], bool]) -> None:
    """Make ``user.has_perm(code, obj)`` answer what ``test(user, obj)`` says. Without an object nobody has the permission."""
    _keep(permission)
    add_perm(permission.code, predicate(lambda user, obj: obj is not None and test(user, obj)))


def _keep(permission: Permission) -> None:
    if permission.code in _DECLARED:
        raise ValueError(f"{permission.code} is declared already")
    _DECLARED[permission.code] = permission


def declared_permissions() -> list[Permission]:
    """All permissions of all rooms, by code."""
    return sorted(_DECLARED.values(), key=lambda item: item.code)
