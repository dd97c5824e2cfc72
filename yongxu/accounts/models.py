"""People who sign in with their e-mail address, and the named users that only programs act as."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    """Makes people and system users."""

    def create_user(self, email: str, password: str | None = None, *, name: str, is_superuser: bool = False) -> "User":
        """A person. Without a password he cannot sign in until he sets one."""
        user = self.model(email=email.strip().lower(), name=name, is_superuser=is_superuser)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, *, name: str = "管理者") -> "User":
        return self.create_user(email, password, name=name, is_superuser=True)

    def system_user(self, name: str) -> "User":
        """The named system user that commands and tasks act as; made at its first use. It can never sign in."""
        user, _ = self.get_or_create(
            email=f"{name}@system.invalid",
            defaults={"name": name, "is_system": True, "is_active": False, "password": "!"},
        )
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """One account. ``is_system`` marks the users of programs: without password, inactive, kept out of every list of people."""

    email = models.EmailField("電子郵件", max_length=254, unique=True)
    name = models.CharField("姓名", max_length=100)
    language = models.CharField("語言", max_length=10, default="zh-hant")
    is_active = models.BooleanField("啟用", default=True)
    is_system = models.BooleanField("系統帳號", default=False)
    joined_at = models.DateTimeField("建立時間", default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = "帳號"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_unique"),
            models.CheckConstraint(
                condition=models.Q(is_system=False) | models.Q(is_active=False, is_superuser=False, password__startswith="!"),  # noqa: S106
                name="accounts_user_system_cannot_sign_in",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
