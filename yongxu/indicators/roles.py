"""Who does what for an indicator, from what a row prints: the agencies behind its name, the goal's lead, and the remark on both."""

import re
from dataclasses import dataclass

from yongxu.indicators.rows import IndicatorRow

_JOINT = re.compile(r"([^，,。；;、\s]+?)[與和及]([^，,。；;、\s]+?)(?:並列|共同|聯合)(?:主辦|主政)")
_FILER = re.compile(r"(?:由|請)([^，,。；;\s]+?)(?:填報|填列|提報|彙報)")
_GOAL_LEAD = re.compile(r"([^，,。；;、\s與和及由]+?)主政")
_CO_AGENCY = re.compile(r"([^，,。；;\s由]+?)(?:為)?協辦")
_OWN = ("本部", "本會", "本署", "本局", "本院")
"""How the author of a table calls his own house; the agency behind the name stands for it."""


@dataclass(frozen=True, slots=True)
class PrintedRole:
    """A printed name in one of the roles of `IndicatorOrganization.Role`."""

    name: str
    role: str


def printed_roles(row: IndicatorRow) -> tuple[PrintedRole, ...]:
    """The five roles of an indicator as its row prints them.

    The first agency behind the name leads (主辦), further ones lead jointly (並列主辦); they file themselves unless the remark names
    another filer (001 row 12.4.6). The goal's lead (主政) is the one printed with the goal, or in the remark (001 row 13.2.1).
    """
    note = row.agency_note
    roles = []
    if row.goal_lead:
        roles.append(PrintedRole(row.goal_lead, "goal_lead"))
    roles += [PrintedRole(name, "goal_lead") for name in _GOAL_LEAD.findall(note)]
    roles += [PrintedRole(name, "joint_lead" if index else "lead") for index, name in enumerate(row.agencies)]
    roles += [PrintedRole(name, "joint_lead") for pair in _JOINT.findall(note) for name in pair if name not in _OWN]
    filers = _FILER.findall(note)
    roles += [PrintedRole(name, "filer") for name in (filers or row.agencies)]
    roles += [PrintedRole(name, "co_agency") for names in _CO_AGENCY.findall(note) for name in re.split(r"[與和及、]", names) if name]
    return tuple(dict.fromkeys(roles))
