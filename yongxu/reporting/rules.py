"""Who may do what with cycles and due items. Predicates state facts; `DueItemQuerySet` answers the same for lists."""

from django.utils import timezone

from yongxu.accounts.models import Role, User
from yongxu.accounts.rules import held, register
from yongxu.accounts.selectors import Powers, powers_of
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.models import Cycle, DueItem
from yongxu.reporting.selectors import holds_station, is_author, stations_to_decide


def powers_today(user: User) -> Powers:
    """What the person may do today."""
    return powers_of(user, on=timezone.localdate())


def manages(user: User, about: Cycle | DueItem | None = None) -> bool:
    """Whether the person belongs today to the secretariat of the council whose cycle it is; without a cycle, of any council."""
    return _serves(user, about, Role.SECRETARIAT)


def watches(user: User, about: Cycle | DueItem | None = None) -> bool:
    """Secretariat and auditors of the council whose cycle it is; without a cycle, of any council."""
    return _serves(user, about, Role.SECRETARIAT, Role.AUDITOR)


def reads_compiled(user: User, cycle: Cycle | None = None) -> bool:
    """Secretariat and auditors of the council whose cycle it is, and its members where the chain names them as readers."""
    return watches(user, cycle) or agrees_to_compiled(user, cycle)


def remarks_on_compiled(user: User, cycle: Cycle | None = None) -> bool:
    """The secretariat of the council whose cycle it is, and its members where the chain names them as readers."""
    return manages(user, cycle) or agrees_to_compiled(user, cycle)


def agrees_to_compiled(user: User, cycle: Cycle | None = None) -> bool:
    """Members of the council whose cycle it is, where a step of its chain names them as readers. For members one query."""
    if not _serves(user, cycle, Role.MEMBER):
        return False
    return cycle is None or cycle.steps.filter(reader_role=Role.MEMBER).exists()


def _serves(user: User, about: Cycle | DueItem | None, *roles: Role) -> bool:
    councils = powers_today(user).councils_as(*roles)
    if about is None:
        return bool(councils)
    cycle = about.cycle if isinstance(about, DueItem) else about
    return cycle.council_id in councils


def sees_item(user: User, item: DueItem) -> bool:
    """The rows of `DueItemQuerySet.visible_to`, one by one."""
    return _sees(powers_today(user), item)


def _sees(powers: Powers, item: DueItem) -> bool:
    windows = powers.places(Role.MINISTRY_WINDOW)
    come = [station for station in item.stations.all() if station.position <= item.reached]
    return (
        item.cycle.council_id in powers.watched
        or item.organization_id in powers.places(Role.OFFICER, Role.SUPERVISOR, Role.COORDINATOR)
        or any(shared.pk in powers.places(Role.OFFICER, Role.SUPERVISOR) for shared in item.co_organizations.all())
        or item.ministry_id in windows
        or any(holds_station(powers, station) for station in come)
        or (item.reached > 0 and any(place.lead_ministry_id in windows for place in item.appearances.all()))
        or any((station.step.reader_role, item.cycle.council_id) in powers.councils for station in come)
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
    """Who sees the item otherwise than as an auditor, who changes nothing."""
    return _sees(powers_today(user).without(Role.AUDITOR), item)


def _is_being_filed(item: DueItem) -> bool:
    return item.state == DueItem.State.FILING and (item.cycle.has_opened(timezone.localdate()) or item.cycle.state == Cycle.State.PUBLISHED)


_COUNCIL = Bilingual("所屬永續會的週期", "cycles of its council")
_READ = Bilingual("所屬永續會、審查流程列為閱覽者的週期", "cycles of its council whose chain names members as readers")
_OWN = Bilingual("本機關填報的項目", "what the organisation files")
_SHARED = Bilingual("本機關填報或協力的項目", "what the organisation files or contributes to")
_MINISTRY = Bilingual("所屬機關的項目，及主政目標已送出的項目", "items of its agencies, and of the goals it leads once they are sent")
_ARRIVED = Bilingual("送到過這一步驟的項目", "what has come to this step")
_NOW = Bilingual("目前在這一步驟、且非自己撰寫的項目", "what is at this step now and was not written by oneself")
_APPROVED = Bilingual("已同意、下一步驟尚未處理的項目", "what was approved here and the next step has not decided")
_STEPS = (Role.GROUP_CONTACT, Role.DEPUTY_EXECUTIVE, Role.EXECUTIVE, Role.TASK_FORCE_CONTACT)
_DECIDERS = (Role.SUPERVISOR, Role.MINISTRY_WINDOW, *_STEPS, Role.SECRETARIAT)
_PEOPLE_OF_THE_CHAIN = (
    *held(Role.OFFICER, Role.SUPERVISOR, where=_SHARED),
    *held(Role.COORDINATOR, where=_OWN),
    *held(Role.MINISTRY_WINDOW, where=_MINISTRY),
    *held(*_STEPS, Role.MEMBER, where=_ARRIVED),
    *held(Role.SECRETARIAT, where=_COUNCIL),
)

register("reporting.manage_cycle", Bilingual("管理填報週期", "manage cycles"), manages, held(Role.SECRETARIAT, where=_COUNCIL))
register(
    "reporting.see_board",
    Bilingual("查看管考總覽", "see the board"),
    watches,
    held(Role.SECRETARIAT, Role.AUDITOR, where=_COUNCIL),
)
register(
    "reporting.read_compiled",
    Bilingual("查看全年彙整", "read the compiled year"),
    reads_compiled,
    (*held(Role.SECRETARIAT, Role.AUDITOR, where=_COUNCIL), *held(Role.MEMBER, where=_READ)),
)
register(
    "reporting.remark_compiled",
    Bilingual("對全年彙整留下意見", "comment on the compiled year"),
    remarks_on_compiled,
    (*held(Role.SECRETARIAT, where=_COUNCIL), *held(Role.MEMBER, where=_READ)),
)
register(
    "reporting.agree_compiled",
    Bilingual("同意全年彙整的章節", "agree to sections of the compiled year"),
    agrees_to_compiled,
    held(Role.MEMBER, where=_READ),
)
register(
    "reporting.see_item",
    Bilingual("查看填報項目", "see an item"),
    sees_item,
    (*_PEOPLE_OF_THE_CHAIN, *held(Role.AUDITOR, where=_COUNCIL)),
)
register("reporting.write_item", Bilingual("撰寫填報內容", "write a report"), files_item, held(Role.OFFICER, where=_SHARED))
register("reporting.submit_item", Bilingual("送出填報", "submit a report"), submits_item, held(Role.OFFICER, where=_OWN))
register("reporting.decide_item", Bilingual("同意或退回", "approve or return"), decides_item, held(*_DECIDERS, where=_NOW))
register(
    "reporting.withdraw_item",
    Bilingual("撤回", "withdraw"),
    withdraws_from_item,
    held(Role.OFFICER, *_DECIDERS, where=_APPROVED),
)
register("reporting.comment_item", Bilingual("留下意見", "comment"), comments_on_item, _PEOPLE_OF_THE_CHAIN)
