"""Who may do what with cycles and due items. Predicates state facts; `DueItemQuerySet` answers the same for lists."""

from django.utils import timezone

from yongxu.accounts.models import Role, User
from yongxu.accounts.selectors import Powers, powers_of
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.models import Cycle, DueItem
from yongxu.reporting.selectors import holds_station, is_author, stations_to_decide
from yongxu.workflow.permissions import Permission, declare, declare_for


def powers_today(user: User) -> Powers:
    """What the person may do today."""
    return powers_of(user, on=timezone.localdate())


def is_secretariat(user: User) -> bool:
    """Whether the person belongs to the secretariat today."""
    return powers_today(user).holds(Role.SECRETARIAT)


def watches_everything(user: User) -> bool:
    """Secretariat and auditors."""
    return powers_today(user).sees_everything


def sees_item(user: User, item: DueItem) -> bool:
    """The rows of `DueItemQuerySet.visible_to`, one by one."""
    powers = powers_today(user)
    windows = powers.places(Role.MINISTRY_WINDOW)
    come = [station for station in item.stations.all() if station.position <= item.reached]
    return (
        powers.sees_everything
        or item.organization_id in powers.places(Role.OFFICER, Role.SUPERVISOR, Role.COORDINATOR)
        or any(shared.pk in powers.places(Role.OFFICER, Role.SUPERVISOR) for shared in item.co_organizations.all())
        or item.ministry_id in windows
        or any(holds_station(powers, station) for station in come)
        or (item.reached > 0 and any(place.lead_ministry_id in windows for place in item.appearances.all()))
        or any(station.step.reader_role and powers.holds(Role(station.step.reader_role)) for station in come)
    )


def files_item(user: User, item: DueItem) -> bool:
    """An officer of the organisation that files, or of one that contributes, while the report is being written."""
    mine = powers_today(user).places(Role.OFFICER)
    holds = item.organization_id in mine or any(shared.pk in mine for shared in item.co_organizations.all())
    return holds and _is_being_filed(item)


def submits_item(user: User, item: DueItem) -> bool:
    """An officer of the organisation that files: only it answers for the report."""
    return item.position == 0 and _is_being_filed(item) and bool(stations_to_decide(item, powers_today(user)))


def decides_item(user: User, item: DueItem) -> bool:
    """Who holds a station that must decide now. Nobody decides about a report of which he wrote a part (mission T6)."""
    if item.position == 0 or item.cycle.state not in (Cycle.State.OPEN, Cycle.State.PUBLISHED):
        return False
    return bool(stations_to_decide(item, powers_today(user))) and not is_author(user, item)


def withdraws_from_item(user: User, item: DueItem) -> bool:
    """Who holds a station whose approval holds; whether anybody has built on it is for `chain.may_withdraw`."""
    powers = powers_today(user)
    return any(station.approved_at is not None and holds_station(powers, station) for station in item.stations.all())


def comments_on_item(user: User, item: DueItem) -> bool:
    """Who sees the item, unless he is only an auditor, who changes nothing."""
    powers = powers_today(user)
    only_audits = all(role == Role.AUDITOR for role, _ in powers.organizations | powers.bodies)
    return sees_item(user, item) and not only_audits


def _is_being_filed(item: DueItem) -> bool:
    return item.state == DueItem.State.FILING and (item.cycle.has_opened(timezone.localdate()) or item.cycle.state == Cycle.State.PUBLISHED)


_SECRETARIAT = Bilingual("秘書處", "secretariat")
_SEE_IT = Bilingual("填報機關、所屬部會、輪到過的各站、主政部會、秘書處、稽核", "its route, lead ministries, secretariat, auditors")
_OFFICERS = Bilingual("填報機關承辦人", "officers of the filing organisation")
_WRITERS = Bilingual("填報機關及協辦機關承辦人", "officers of the filing and contributing organisations")
_STATION = Bilingual("目前步驟之職務（撰寫者除外）", "who holds the current station, except authors")

declare(Permission("reporting.manage_cycle", Bilingual("管理填報週期", "manage cycles"), _SECRETARIAT), is_secretariat)
declare(
    Permission("reporting.see_board", Bilingual("查看管考總覽", "see the board"), Bilingual("秘書處、稽核", "secretariat, auditors")),
    watches_everything,
)
declare_for(Permission("reporting.see_item", Bilingual("查看項目", "see an item"), _SEE_IT), sees_item)
declare_for(Permission("reporting.write_item", Bilingual("撰寫填報內容", "write a report"), _WRITERS), files_item)
declare_for(Permission("reporting.submit_item", Bilingual("送出填報", "submit a report"), _OFFICERS), submits_item)
declare_for(Permission("reporting.decide_item", Bilingual("同意或退回", "approve or return"), _STATION), decides_item)
declare_for(
    Permission("reporting.withdraw_item", Bilingual("撤回", "withdraw"), Bilingual("已核可之站", "stations that approved")),
    withdraws_from_item,
)
declare_for(
    Permission(
        "reporting.comment_item", Bilingual("留言", "comment"), Bilingual("可查看者（稽核除外）", "those who see it, except auditors")
    ),
    comments_on_item,
)
