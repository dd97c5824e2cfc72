"""Agencies, state firms and bodies, under the names they bore at a time."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

ALWAYS = date(1, 1, 1)
"""Stands for a missing start where names are compared."""


def pick_language(zh: str, en: str) -> str:
    """The English words when the reader reads English and there are any, else the Chinese ones."""
    return en if en and (get_language() or "").startswith("en") else zh


class DatedQuerySet(models.QuerySet["OrganizationName"]):
    """Names by the time at which they were in force."""

    def on(self, day: date) -> Self:
        """Names in force on that day. A missing start means always, a missing end means still."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_until=None) | Q(valid_until__gt=day))


class Organization(models.Model):
    """An agency, state firm, local government, company or group. Its names are dated; its code never changes.

    ``council`` is the council to which it and all below it report; where none is named up to the top, that is the first one.
    """

    class Kind(models.TextChoices):
        COUNCIL = "council", "委員會"
        MINISTRY = "ministry", "部會"
        AGENCY = "agency", "機關"
        UNIT = "unit", "內部單位"
        STATE_FIRM = "state_firm", "國營事業"
        LOCAL_GOVERNMENT = "local_government", "地方政府"
        CIVIL = "civil", "民間團體"
        ENTERPRISE = "enterprise", "企業"
        SCHOOL = "school", "學校"
        OTHER = "other", "其他"

    code = models.SlugField("代碼", max_length=50, unique=True)
    kind = models.CharField("種類", max_length=20, choices=Kind)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上級")
    predecessor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors", verbose_name="前身")
    council = models.ForeignKey(
        "Body", on_delete=models.PROTECT, null=True, blank=True, related_name="organizations", verbose_name="所屬永續會"
    )
    is_fictional = models.BooleanField("虛構", default=False)

    class Meta:
        verbose_name = "機關"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("id")) & ~Q(predecessor=F("id")), name="organizations_organization_not_its_own_parent"
            )
        ]

    def __str__(self) -> str:
        return self.code

    def name(self) -> str:
        """The official name now in force, else the last one, in the reader's language. No query when ``names`` are prefetched."""
        official = [name for name in self.names.all() if not name.is_alias]
        if not official:
            return self.code
        chosen = next((name for name in official if name.valid_until is None), official[-1])
        return pick_language(chosen.name_zh, chosen.name_en)


class OrganizationName(models.Model):
    """A name as it stands in documents, and when it was in force. Exactly one current official name is shown.

    An alias (中企署, 台電公司, 經濟部能源署) is matched but not shown.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="names", verbose_name="機關")
    name_zh = models.CharField("名稱", max_length=200)
    name_en = models.CharField("英文名稱", max_length=200, blank=True)
    is_alias = models.BooleanField("別名", default=False)
    valid_from = models.DateField("自", null=True, blank=True)
    valid_until = models.DateField("至（不含）", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "機關名稱"
        ordering = ["organization", "is_alias", "valid_from", "name_zh"]
        constraints = [
            models.UniqueConstraint(
                F("organization"), F("name_zh"), Coalesce(F("valid_from"), Value(ALWAYS)), name="organizations_name_unique"
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_from__lt=F("valid_until")),
                name="organizations_name_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(is_alias=False, valid_until=None), name="organizations_name_one_current"
            ),
        ]

    def __str__(self) -> str:
        return self.name_zh


class BodyQuerySet(models.QuerySet["Body"]):
    """Bodies by what is known of them."""

    def named(self) -> Self:
        """Those with an official name; the others are shown to the secretariat alone."""
        return self.exclude(name_zh="")

    def unnamed(self) -> Self:
        """Those whose name the secretariat has still to enter."""
        return self.filter(name_zh="")

    def without_circle(self) -> Self:
        """Working groups of which nobody has entered the circle they belong to."""
        return self.filter(kind=Body.Kind.GROUP).exclude(parent__kind=Body.Kind.CIRCLE)


class Body(models.Model):
    """A part of the council: a circle, a working group, a task force. An empty name is one that the secretariat has still to enter.

    ``reviews`` are the sections whose reports it reviews, as ``framework:goal`` (tsdg:6), ``strategies:*`` or ``sectors:*``.
    """

    class Kind(models.TextChoices):
        COUNCIL = "council", "委員會"
        CIRCLE = "circle", "工作圈"
        GROUP = "group", "工作分組"
        TASK_FORCE = "task_force", "專案小組"
        ADVISORY = "advisory", "諮詢小組"

    code = models.SlugField("代碼", max_length=50, unique=True)
    kind = models.CharField("種類", max_length=20, choices=Kind)
    name_zh = models.CharField("名稱", max_length=200)
    name_en = models.CharField("英文名稱", max_length=200, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上級")
    reviews = models.JSONField("審查範圍", default=list, blank=True)
    valid_from = models.DateField("自", null=True, blank=True)
    valid_until = models.DateField("至（不含）", null=True, blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = "組織"
        verbose_name_plural = "組織"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name_zh or f"{self.code}（名稱待秘書處填寫）"


class Seat(models.Model):
    """A place in a body that someone holds for a term: convener, executive officer, civil member."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats", verbose_name="組織")
    title_zh = models.CharField("職稱", max_length=100)
    title_en = models.CharField("英文職稱", max_length=100, blank=True)
    position = models.PositiveSmallIntegerField("順序", default=1)

    class Meta:
        verbose_name = "席次"
        ordering = ["body", "position"]
        constraints = [models.UniqueConstraint(fields=["body", "position"], name="organizations_seat_position_unique")]

    def __str__(self) -> str:
        return f"{self.body} {self.title_zh}"


class Term(models.Model):
    """Who holds a seat, for which organisation, from when to when. The person needs no account."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="terms", verbose_name="席次")
    person_name = models.CharField("姓名", max_length=100)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="terms", verbose_name="帳號"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="terms", verbose_name="機關"
    )
    starts_on = models.DateField("起")
    ends_on = models.DateField("迄（不含）", null=True, blank=True)

    class Meta:
        verbose_name = "任期"
        ordering = ["seat", "starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(starts_on__lt=F("ends_on")), name="organizations_term_dates_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.seat} {self.person_name}"
