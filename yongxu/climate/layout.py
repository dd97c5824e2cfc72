"""How the header of a programme table 行動方案執行情形表 looks, and what its cells look like."""

from yongxu.documents.columns import Column
from yongxu.documents.layout import Layout
from yongxu.quantities.vocabulary import headers as words

CODE = r"(?:[A-Z]{1,3}-?)?\d{1,2}(?:[.-]\d{1,2}){1,3}"
START = rf"^{CODE}\s?(?:[:：、.．]|(?<=\s)|(?=[\u3400-\u9fffA-Za-z(（「])|$)"
ELEMENT = r"^(減緩|調適|能力建構|減量|緩解|其他)([、/及與,]?(減緩|調適|能力建構))*$"
_ELEMENT_TORN = r"^(能|能力|能力建|力建構|建構|構|減|調|緩|適)$"
_PERIOD = r"^[\d年月日度民國\-~～－–—至到./起止底自]+$"
_MONEY = r"^[-－—–0-9,.%()無:：、合計三園區]+|^\(?[\d,.]+|萬元|億元|千元|^-$|^—$"
_FUNDING = r"預算|基金|投資|經費|自籌|自有|補助|公務|貸款"
_AGENCY = r"^[^。%0-9]{2,80}$"
_PATTERNS: dict[str, tuple[str, bool]] = {
    "measure": (rf"{START}|^[\u3400-\u9fff][^。]*{CODE}\)?(?:[(【〔][^()]*[)】〕])?$", True),
    "element": (f"{ELEMENT}|{_ELEMENT_TORN}", True),
    "agency": (_AGENCY, True),
    "period": (_PERIOD, True),
    "money": (_MONEY, False),
    "funding": (_FUNDING, False),
}
LAYOUT = Layout(
    kind="programme-report",
    columns=tuple(
        Column(
            key,
            headers,
            *_PATTERNS.get(key, ("", False)),
            *words.PROGRAMME_WORDS.get(key, ("", "")),
            words.PROGRAMME_HOLDS.get(key, ""),
            words.PROGRAMME_NEVER.get(key, ""),
            *((words.BROAD_AIM, "strategy") if key == "target" else ("", "")),
        )
        for key, headers in words.PROGRAMME_HEADERS.items()
    ),
    required=(("measure", "plan"), ("target", "result"), ("strategy", "period", "money", "budget", "element", "funding", "plan", "agency")),
    starts={"measure": START, "code": START},
    results=("result", "money"),
    any_year=("target",),
    stand_ins=(("measure", "plan"),),
    section=rf"^(推動)?(策略|面向|主軸|戰略)\s*(?:[一二三四五六七八九十\d]+|[A-Z](?![A-Za-z]))|^[一二三四五六七八九十]+、|^[A-Z]{{1,2}}\d{{1,2}}(?=[:：、.．]?[\u3400-\u9fff])|^{CODE}",
)
