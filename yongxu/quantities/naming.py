"""Data that findings on words use: acts that count different things, and agencies' former names."""

import re

from yongxu.quantities.patterns import Pattern

ACTIONS: dict[str, tuple[str, ...]] = {
    "推介": ("推介", "媒合就業"),
    "培訓": ("培訓", "訓後", "參訓", "職訓"),
    "輔導": ("輔導", "診斷", "諮詢"),
    "補助": ("補助", "獎助"),
    "核准": ("核准", "核貸", "核發"),
    "檢測": ("檢測", "監測"),
    "宣導": ("宣導", "說明會", "研習"),
    "稽查": ("稽查", "查核", "查緝"),
    "造林": ("造林", "植樹"),
}
"""Act → words for it. Training is not placement, advice is not a grant (common usage; 001 row 8.5.3, 003 row 1.1.4)."""

FORMER_NAMES: tuple[tuple[str, str, int], ...] = (
    ("環保署", "環境部", 2023),
    ("中企處", "中企署", 2023),
    ("中小企業處", "中小及新創企業署", 2023),
    ("農委會", "農業部", 2023),
    ("能源局", "能源署", 2023),
    ("工業局", "產業發展署", 2023),
    ("加工出口區管理處", "產業園區管理局", 2023),
    ("科技部", "國科會", 2022),
)
"""Former name, present name, year of the change. Source: the agencies' organisation acts; the renames seen in the documents."""


def former_names_in(agency: str, year: int) -> tuple[tuple[str, str, int], ...]:
    """The entries of FORMER_NAMES whose former name the agency still bears in ``year`` (CE); a city's own 能源局 is another body."""
    own = re.sub(r"^(行政院|經濟部|農業部|環境部)", "", agency)
    return tuple(entry for entry in FORMER_NAMES if own == entry[0] and year >= entry[2])


GROUPS = ("弱勢", "青年", "女性", "婦女", "身心障礙", "原住民", "新住民", "高齡", "老人", "兒童", "農民", "勞工", "學生")
"""Groups of people that an indicator may be about."""

SUBJECTS: dict[str, tuple[str, ...]] = {
    "民生": ("民生", "家戶"),
    "產業": ("工業用水", "商業用水", "產業用水", "工業用電", "商業用電", "產業用電"),
    "農業": ("農業用水", "灌溉用水"),
}
"""Whose use an indicator measures; the words for the others' in a reason (001 row 6.4.1)."""


_LOCAL_GOVERNMENTS = Pattern(r"(各?)直轄市([、及與和暨])\s?(各?)縣\(市\)(政府)")
_OPEN, _SHUT = "\ue000", "\ue001"
"""Stand for the brackets of such a name, and with a number between them for its mark, while a text is split."""
_MARKS = "、及與和暨"


def protect_local_governments(text: str) -> str:
    """各直轄市、縣(市)政府 names all local governments as one agency: its mark and brackets are taken out before a text is split."""
    return _LOCAL_GOVERNMENTS.sub(
        lambda name: f"{name[1]}直轄市{_OPEN}{_MARKS.index(name[2])}{_SHUT}{name[3]}縣{_OPEN}市{_SHUT}{name[4]}", text
    )


def restore_local_governments(name: str) -> str:
    """The name as printed, after splitting."""
    marked = re.sub(rf"{_OPEN}(\d){_SHUT}", lambda mark: _MARKS[int(mark[1])], name)
    return marked.replace(_OPEN, "(").replace(_SHUT, ")")


_COMPLETE = Pattern(r"(部|署|局|會|司|處|院|所|府|公司|中心|銀行|學校|縣市|\))$")


def join_wrapped_names(text: str) -> str:
    """Names that the line ends of a narrow printed cell cut in two, whole again; a line that is a name of its own stays one."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and not re.search(r"[、,，;；]", text) and all(_COMPLETE.search(line) and len(line) > 2 for line in lines):
        return "\n".join(lines)
    joined = ""
    for line in lines:
        starts_anew = not joined or joined.endswith((":", "：")) or re.match(r"(主辦|主責|主政|協辦|共同|配合)", line)
        joined += f"\n{line}" if joined and starts_anew and not joined.endswith((":", "：")) else line
    return joined
