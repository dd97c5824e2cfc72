"""People who sign in with their e-mail address, the roles they hold for a term, and the named users that only programs act as."""

from datetime import date, datetime
from typing import ClassVar, Self

from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yongxu.organizations.models import Body, Organization
from yongxu.workflow.actors import Actor


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


class User(Actor):
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


class Role(models.TextChoices):
    """What somebody may be, at an organisation or at a body of the council (mission T6)."""

    OFFICER = "officer", _("承辦人")
    SUPERVISOR = "supervisor", _("主管")
    COORDINATOR = "coordinator", _("機關帳號管理者")
    MINISTRY_WINDOW = "ministry_window", _("部會彙整窗口")
    GROUP_CONTACT = "group_contact", _("工作分組聯絡窗口")
    DEPUTY_EXECUTIVE = "deputy_executive", _("副執行長")
    EXECUTIVE = "executive", _("執行長")
    TASK_FORCE_CONTACT = "task_force_contact", _("專案小組聯絡窗口")
    SECRETARIAT = "secretariat", _("秘書處")
    MEMBER = "member", _("委員")
    AUDITOR = "auditor", _("稽核人員")


AT_ORGANIZATION = (Role.OFFICER, Role.SUPERVISOR, Role.COORDINATOR, Role.MINISTRY_WINDOW)
"""Roles held at an organisation; all others are held at a body."""


class HoldingQuerySet(models.QuerySet["RoleHolding"]):
    """Role holdings by the day."""

    def on(self, day: date) -> Self:
        """Those in force on that day; the end date is the first day on which a role is no longer held."""
        return self.filter(Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gt=day))


class RoleHolding(models.Model):
    """A role that somebody holds at one organisation or one body, from a day until another (exclusive) or until further notice."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holdings", verbose_name="帳號")
    role = models.CharField("角色", max_length=20, choices=Role)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="holdings", verbose_name="機關"
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="holdings", verbose_name="組織")
    starts_on = models.DateField("起")
    ends_on = models.DateField("迄（不含）", null=True, blank=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="核予者")
    granted_at = models.DateTimeField("核予時間")

    objects = HoldingQuerySet.as_manager()

    class Meta:
        verbose_name = "職務"
        ordering = ["user", "role", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=AT_ORGANIZATION, organization__isnull=False, body=None)
                | (~Q(role__in=AT_ORGANIZATION) & Q(organization=None, body__isnull=False)),
                name="accounts_holding_at_one_place",
            ),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(starts_on__lte=F("ends_on")), name="accounts_holding_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()} {self.organization or self.body}"


class SubstitutionQuerySet(models.QuerySet["Substitution"]):
    """Substitutions by the day."""

    def on(self, day: date) -> Self:
        """Those in force on that day, both ends included; what was withdrawn is in force no more."""
        return self.filter(starts_on__lte=day, ends_on__gte=day, withdrawn_at=None)


class Substitution(models.Model):
    """A deputy 職務代理人: for a period, both days included, he may do what the absent person's roles allow, in his own name."""

    absent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="substitutions", verbose_name="請假者")
    substitute = models.ForeignKey(User, on_delete=models.PROTECT, related_name="substitutes_for", verbose_name="代理人")
    starts_on = models.DateField("起")
    ends_on = models.DateField("迄")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="設定者")
    made_at = models.DateTimeField("設定時間")
    withdrawn_at = models.DateTimeField("撤銷時間", null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤銷者")

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = "職務代理"
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="accounts_substitution_dates_in_order"),
            models.CheckConstraint(condition=~Q(absent=F("substitute")), name="accounts_substitution_by_another"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None) | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="accounts_substitution_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} → {self.absent}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by what became of them."""

    def open(self, *, at: datetime) -> Self:
        """Those that can still be accepted."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)


class Invitation(models.Model):
    """A place offered to an address: who opens the link that was sent there may take the role. Of the link only a digest is kept."""

    email = models.EmailField("電子郵件", max_length=254)
    name = models.CharField("姓名", max_length=100, blank=True)
    language = models.CharField("語言", max_length=10, default="zh-hant")
    role = models.CharField("角色", max_length=20, choices=Role)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name="機關"
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name="組織")
    token_digest = models.CharField("連結摘要值", max_length=64, unique=True)
    sent_at = models.DateTimeField("寄出時間")
    expires_at = models.DateTimeField("到期時間")
    times_sent = models.PositiveSmallIntegerField("寄出次數", default=1)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="邀請者")
    invited_at = models.DateTimeField("邀請時間")
    accepted_at = models.DateTimeField("接受時間", null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接受者")
    withdrawn_at = models.DateTimeField("撤回時間", null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤回者")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "邀請"
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=AT_ORGANIZATION, organization__isnull=False, body=None)
                | (~Q(role__in=AT_ORGANIZATION) & Q(organization=None, body__isnull=False)),
                name="accounts_invitation_to_one_place",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None) | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="accounts_invitation_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None) | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="accounts_invitation_withdrawn_by_somebody",
            ),
            models.CheckConstraint(condition=Q(accepted_at=None) | Q(withdrawn_at=None), name="accounts_invitation_one_end"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.organization or self.body}"


class FormerPassword(models.Model):
    """The hash of a password that somebody had, kept so that the last three are not used again."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="former_passwords", verbose_name="帳號")
    password = models.CharField("密碼雜湊值", max_length=128)
    set_at = models.DateTimeField("設定時間")

    class Meta:
        verbose_name = "曾用密碼"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user} {self.set_at:%Y-%m-%d}"
