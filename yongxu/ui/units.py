"""English words for the units that occur in the tables, and for what rates are counted against; one that is not here stays Chinese."""

from yongxu.quantities.rates import base_of_unit

UNITS_IN_ENGLISH = {
    "元": "NT$",
    "新臺幣元": "NT$",
    "美元": "US$",
    "公升": "litres",
    "公噸": "tonnes",
    "噸": "tonnes",
    "公斤": "kg",
    "公噸CO2e": "t CO₂e",
    "立方公尺": "m³",
    "平方公里": "km²",
    "平方公尺": "m²",
    "公頃": "ha",
    "公里": "km",
    "人": "people",
    "名": "people",
    "位": "people",
    "人次": "person-times",
    "戶": "households",
    "家": "firms",
    "家次": "firm-times",
    "件": "cases",
    "案": "cases",
    "項": "items",
    "筆": "transactions",
    "條": "routes",
    "場": "events",
    "場次": "events",
    "個": "",
    "次": "times",
    "年": "years",
    "輛": "vehicles",
    "座": "sites",
    "處": "sites",
    "個百分點": "percentage points",
    "公秉": "kL",
    "公秉油當量": "kL of oil equivalent",
    "公噸油當量": "t of oil equivalent",
    "公噸/人": "tonnes per person",
    "元/公斤": "NT$ per kg",
    "分鐘/戶.年": "minutes per customer and year",
    "MW": "MW",
    "GW": "GW",
    "度": "kWh",
    "%": "%",
}

BASES_IN_ENGLISH = {
    "人": ("person", "people"),
    "人次": ("person-time", "person-times"),
    "戶": ("household", "households"),
    "活產": ("live birth", "live births"),
    "活產嬰兒": ("live birth", "live births"),
    "活嬰": ("live birth", "live births"),
    "新生兒": ("newborn", "newborns"),
    "嬰兒": ("infant", "infants"),
    "女性": ("woman", "women"),
    "婦女": ("woman", "women"),
    "兒童": ("child", "children"),
    "學生": ("pupil", "pupils"),
    "勞工": ("worker", "workers"),
    "工時": ("hour worked", "hours worked"),
    "輛": ("vehicle", "vehicles"),
    "車輛": ("vehicle", "vehicles"),
    "家": ("firm", "firms"),
    "件": ("case", "cases"),
    "案": ("case", "cases"),
    "場": ("event", "events"),
    "次": ("time", "times"),
    "年": ("year", "years"),
    "季": ("quarter", "quarters"),
    "月": ("month", "months"),
    "週": ("week", "weeks"),
    "日": ("day", "days"),
    "小時": ("hour", "hours"),
    "公里": ("km", "km"),
    "公頃": ("ha", "ha"),
    "平方公里": ("km²", "km²"),
    "立方公尺": ("m³", "m³"),
    "公噸": ("tonne", "tonnes"),
    "公斤": ("kg", "kg"),
    "公升": ("litre", "litres"),
    "度": ("kWh", "kWh"),
}
SIZES_IN_ENGLISH = {
    "十": "10",
    "百": "100",
    "千": "1,000",
    "萬": "10,000",
    "十萬": "100,000",
    "百萬": "million",
    "千萬": "10 million",
    "億": "100 million",
    "十億": "billion",
}
ANNUAL = "/年"


def english_unit(unit: str) -> str:
    """A unit in English, also a compound one (人/十萬人); the Chinese word where there is none."""
    if unit in UNITS_IN_ENGLISH or "/" not in unit:
        return UNITS_IN_ENGLISH.get(unit, unit)
    counted = unit.partition("/")[0]
    if counted not in UNITS_IN_ENGLISH:
        return unit
    base = "year" if unit == f"{counted}{ANNUAL}" else english_base(base_of_unit(unit) or "")
    return f"{UNITS_IN_ENGLISH[counted]} per {base}".strip() if base else unit


def english_base(per: str) -> str:
    """What a rate is counted against, in English: 十萬人 is 100,000 people, 人/日 person and day. Empty for nothing."""
    return " and ".join(_english_base(name) for name in per.split("/")) if per else ""


def _english_base(name: str) -> str:
    size = next((size for size in sorted(SIZES_IN_ENGLISH, key=len, reverse=True) if name.startswith(size) and name != size), "")
    one, many = BASES_IN_ENGLISH.get(name.removeprefix(size), (name.removeprefix(size),) * 2)
    return f"{SIZES_IN_ENGLISH[size]} {many}" if size else one
