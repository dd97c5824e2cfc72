"""How the header of an indicator table 執行情形表 looks, and with which code its rows begin."""

from yongxu.documents.columns import Column
from yongxu.documents.layout import Layout
from yongxu.quantities.patterns import HAN
from yongxu.quantities.vocabulary import headers as words

STAR = r"(?:[*★☆◎※]|\([*★☆◎※]\))"
OF_FIELD = rf"(?:{HAN}{{1,2}}-|(?!PM\d|CO\d|SO\d|NO\d|LED|SDGs?)[A-Z]{{1,3}}-?)?"
"""The field that a city or a plan of results puts before its codes: 健-1.1, E-2.3, KR1.1; PM2.5 is none."""
_LOOSE_CODE = rf"(?:SDGs?\s?)?{OF_FIELD}\d{{1,2}}\s?[.-]\s?(?:\d{{1,2}}|[a-z])(?:\s?[.-]\s?\d{{1,2}})?"
START = (
    rf"^{STAR}?\s?(?:對應)?(?:指標)?(?:編號)?\s?[:：]?\s?{STAR}?\s?{_LOOSE_CODE}"
    rf"\s?(?:{STAR}|[:：、.．(（\[【〔「]|(?<=\s)|(?=[A-Za-z]|{HAN})|$)"
)
LAYOUT = Layout(
    kind="indicator-report",
    columns=tuple(
        Column(
            key,
            headers,
            *((START, True) if key == "code" else ("", False)),
            *words.INDICATOR_WORDS.get(key, ("", "")),
            words.INDICATOR_HOLDS.get(key, ""),
            words.INDICATOR_NEVER.get(key, ""),
            *((words.BROAD_AIM, "goal") if key == "target" else ("", "")),
        )
        for key, headers in words.INDICATOR_HEADERS.items()
    ),
    required=(("indicator", "code"), ("target", "actual")),
    starts={"code": START, "indicator": START},
    results=("actual",),
    lenders=("claim", "remarks"),
    any_year=("target", "actual", "countermeasures"),
    section=r"^(?:T-?)?(?:SDGs?|永續發展|核心)?(?:目標|SDGs?)\s*\d{1,2}|^\d{1,2}[:：][\u3400-\u9fff]",
)
