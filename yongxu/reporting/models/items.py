"""Due items 應填報項目, the stations of their route, and what was decided at each."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yongxu.accounts.models import Role, User
from yongxu.accounts.selectors import Powers, powers_of
from yongxu.organizations.models import Body, Organization
from yongxu.reporting.chain import Act
from yongxu.reporting.models.cycles import Cycle, CycleStep


class DueItemQuerySet(models.QuerySet["DueItem"]):
    """Due items by who may see them and whose turn it is."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What the person may see today; one query for his roles.

        The organisation that files, its ministry's window and the co-agencies see an item from the beginning; the stations of its
        route, the ministries that lead its goals and the readers of a step see it once it has come to them; the secretariat and
        auditors see all of their council's cycles.
        """
        if not isinstance(user, User):
            return self.none()
        powers = powers_of(user, on=timezone.localdate())
        return self.filter(pk__in=DueItem.objects.filter(_seen_with(powers)).values("pk"))

    def waiting_for(self, user: User) -> Self:
        """Items at whose position the person holds a station that has still to decide, in cycles that have opened. One query more."""
        today = timezone.localdate()
        mine = _held(powers_of(user, on=today))
        stations = Station.objects.filter(mine, item=OuterRef("pk"), position=OuterRef("position"), approved_at=None)
        return self.filter(Exists(stations), cycle__state=Cycle.State.OPEN, cycle__opens_on__lte=today)

    def with_route(self) -> Self:
        """With cycle, organisation, appearances and stations, as lists and pages show them. Four more queries."""
        stations = Station.objects.select_related("step", "organization", "body", "appearance")
        return self.select_related("cycle", "organization").prefetch_related(
            "organization__names",
            Prefetch("appearances", queryset=Appearance.objects.select_related("group")),
            Prefetch("stations", queryset=stations.prefetch_related("organization__names")),
        )


def _held(powers: Powers) -> Q:
    """Stations that these powers hold."""
    held = Q(pk__in=[])
    for role, organization in powers.organizations:
        held |= Q(role=role, organization_id=organization)
    for role, body in powers.bodies:
        held |= Q(role=role, body_id=body)
    return held


def _seen_with(powers: Powers) -> Q:
    own = powers.places(Role.OFFICER, Role.SUPERVISOR, Role.COORDINATOR)
    windows = powers.places(Role.MINISTRY_WINDOW)
    come = Station.objects.filter(item=OuterRef("pk"), position__lte=OuterRef("reached"))
    stations = come.filter(_held(powers))
    led = Appearance.objects.filter(item=OuterRef("pk"), lead_ministry_id__in=windows)
    readers = Q(pk__in=[])
    for role, council in powers.councils:
        readers |= Q(step__reader_role=role, step__cycle__council=council)
    shared = powers.places(Role.OFFICER, Role.SUPERVISOR)
    seen = Q(organization_id__in=own) | Q(co_organizations__in=shared) | Q(ministry_id__in=windows)
    seen |= Q(Exists(stations)) | Q(Q(reached__gt=0), Exists(led)) | Q(Exists(come.filter(readers)))
    return seen | Q(cycle__council_id__in=powers.watched)


class DueItem(models.Model):
    """One thing that one organisation has to report in one cycle, and where it stands on its route.

    ``subject_type`` and ``subject_key`` name the indicator or measure; the content that is written stands in that subject.
    ``position``, ``reached`` and the stations' approvals follow from the decisions (`chain.standing_after`); a test recomputes them.
    """

    class State(models.TextChoices):
        FILING = "filing", _("填報中")
        REVIEW = "review", _("審查中")
        READY = "ready", _("待公布")
        PUBLISHED = "published", _("已公布")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="items", verbose_name="週期")
    subject_type = models.CharField("對象種類", max_length=100)
    subject_key = models.CharField("對象編號", max_length=100)
    code = models.CharField("編號", max_length=40)
    sort_key = models.CharField(max_length=120, editable=False)
    name = models.CharField("名稱", max_length=300)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="due_items", verbose_name="填報機關")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="ministry_due_items", verbose_name="所屬部會")
    co_organizations = models.ManyToManyField(Organization, blank=True, related_name="shared_due_items", verbose_name="協辦機關")
    state = models.CharField("狀態", max_length=10, choices=State, default=State.FILING)
    position = models.PositiveSmallIntegerField("目前步驟", default=0)
    reached = models.PositiveSmallIntegerField("曾達步驟", default=0)
    authors = models.ManyToManyField(User, blank=True, related_name="authored_items", verbose_name="撰寫者")
    submitted_at = models.DateTimeField("首次送出時間", null=True, blank=True)
    is_returned = models.BooleanField("退回", default=False)
    corrects_note = models.TextField("勘誤說明", blank=True)
    corrects_note_en = models.TextField("勘誤英文說明", blank=True)

    objects = DueItemQuerySet.as_manager()

    class Meta:
        verbose_name = "應填報項目"
        ordering = ["cycle", "sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "subject_type", "subject_key"], name="reporting_item_once"),
            models.CheckConstraint(condition=Q(reached__gte=F("position")), name="reporting_item_reached_its_position"),
        ]
        indexes = [models.Index(fields=["cycle", "state", "position"], name="reporting_item_where")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Filing(models.Model):
    """What is being written about a due item. ``content`` has the form that its subject gives it (`indicators.filing`, `climate.filing`).

    ``version`` grows with every save, so that of two people who write at once the second is shown what the first wrote.
    """

    item = models.OneToOneField(DueItem, on_delete=models.PROTECT, related_name="filing", verbose_name="項目")
    content = models.JSONField("內容", default=dict, blank=True)
    version = models.PositiveIntegerField("版次", default=0)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="儲存者")
    saved_at = models.DateTimeField("儲存時間", null=True)

    class Meta:
        verbose_name = "填報內容"

    def __str__(self) -> str:
        return str(self.item)


class Appearance(models.Model):
    """One place in which an item is shown and reviewed: a code under a goal or programme, with the group that reviews it there."""

    item = models.ForeignKey(DueItem, on_delete=models.CASCADE, related_name="appearances", verbose_name="項目")
    code = models.CharField("編號", max_length=40)
    sort_key = models.CharField(max_length=120, editable=False)
    name = models.CharField("名稱", max_length=300)
    section = models.CharField("目標或方案", max_length=40)
    section_key = models.CharField(max_length=80, editable=False)
    section_name = models.CharField("目標或方案名稱", max_length=300)
    group = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="審查組織")
    lead_ministry = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="主政部會"
    )

    class Meta:
        verbose_name = "列示處"
        ordering = ["item", "sort_key"]
        constraints = [models.UniqueConstraint(fields=["item", "code"], name="reporting_appearance_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Station(models.Model):
    """Who decides about an item at one position of its route: a role at an organisation or a body.

    Where a twin is reviewed by two groups a position has two stations, each with its appearance.
    """

    item = models.ForeignKey(DueItem, on_delete=models.CASCADE, related_name="stations", verbose_name="項目")
    step = models.ForeignKey(CycleStep, on_delete=models.PROTECT, related_name="stations", verbose_name="步驟")
    appearance = models.ForeignKey(
        Appearance, on_delete=models.PROTECT, null=True, blank=True, related_name="stations", verbose_name="列示處"
    )
    position = models.PositiveSmallIntegerField("順序")
    role = models.CharField("角色", max_length=20, choices=Role)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="機關")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="組織")
    due_on = models.DateField("期限")
    since = models.DateTimeField("輪到時間", null=True, blank=True)
    approved_at = models.DateTimeField("核可時間", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核可者"
    )
    first_approved_at = models.DateTimeField("首次核可時間", null=True, blank=True)

    class Meta:
        verbose_name = "站"
        ordering = ["item", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=False, body=None) | Q(organization=None, body__isnull=False),
                name="reporting_station_at_one_place",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None) | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="reporting_station_approved_by_somebody",
            ),
            models.UniqueConstraint(
                F("item"),
                F("position"),
                F("role"),
                Coalesce(F("organization"), 0),
                Coalesce(F("body"), 0),
                name="reporting_station_once",
            ),
        ]
        indexes = [models.Index(fields=["role", "organization", "body"], name="reporting_station_holder")]

    def __str__(self) -> str:
        return f"{self.item.code} {self.step}"

    def place_name(self) -> str:
        """The organisation or body that decides here. No query when both are fetched."""
        if self.organization is not None:
            return self.organization.name()
        return self.body.name_zh if self.body is not None else ""

    @property
    def deadline(self) -> date | None:
        """Until when it has to decide; None in a correction, which the cycle's dates are not for. No query where its item is known."""
        return None if self.item.corrects_note else self.due_on

    def is_late(self, day: date) -> bool:
        """Whether it has still to decide after its date."""
        return self.approved_at is None and self.deadline is not None and self.deadline < day


class Decision(models.Model):
    """One act at a station: a fact, never changed. ``content`` is the report as it was when somebody submitted it."""

    class ActCode(models.TextChoices):
        APPROVE = Act.APPROVE.value, _("同意")
        RETURN = Act.RETURN.value, _("退回")
        WITHDRAW = Act.WITHDRAW.value, _("撤回")
        CORRECT = Act.CORRECT.value, _("勘誤")

    item = models.ForeignKey(DueItem, on_delete=models.PROTECT, related_name="decisions", verbose_name="項目")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="decisions", verbose_name="站")
    act = models.CharField("決定", max_length=10, choices=ActCode)
    to_position = models.PositiveSmallIntegerField("退至", null=True, blank=True)
    comment = models.TextField("理由", blank=True)
    content = models.JSONField("當時內容", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="決定者")
    at = models.DateTimeField("時間")

    class Meta:
        verbose_name = "審查決定"
        ordering = ["item", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(act="return") | (Q(to_position__isnull=False) & ~Q(comment="")), name="reporting_return_says_where_and_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item.code} {self.get_act_display()}"


def latest_of(decisions: Iterable[Decision], act: Act) -> Decision | None:
    """The last decision of that kind; None where there is none."""
    return next((item for item in sorted(decisions, key=lambda item: item.pk, reverse=True) if item.act == act.value), None)
