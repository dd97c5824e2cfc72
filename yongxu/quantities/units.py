"""Units as official papers print them: one canonical symbol each, its dimension, and exact scaling inside a dimension."""

from dataclasses import dataclass
from decimal import Decimal, Inexact, localcontext
from functools import cache


@dataclass(frozen=True, slots=True)
class Unit:
    """``symbol`` as printed in output; ``factor`` is the size in the base of ``dimension`` (公斤 is 0.001 of the base 公噸)."""

    symbol: str
    dimension: str
    factor: Decimal


class DimensionMismatch(ValueError):
    """Two units measure different things; no factor leads from one to the other (公秉油當量 and 公噸油當量, 元 and 件)."""


class UnknownUnit(ValueError):
    """The text is not a unit of the tables in this module."""


class InexactConversion(ValueError):
    """The converted value has no finite decimal form (10 分鐘 in 小時); convert towards the smaller unit instead."""


# Dimension → symbol → (factor to the base, other spellings). Sources: the units printed in 001 and 003, the legal units of measurement
# 法定度量衡單位 for their factors, and the energy statistics' own units (公秉油當量 is a volume, 公噸油當量 a mass: two dimensions).
_MEASURES: dict[str, dict[str, tuple[str, str]]] = {
    "money": {"元": ("1", "圓 元整 塊錢 新臺幣元 新台幣元 NTD TWD")},
    "money USD": {"美元": ("1", "美金 USD")},
    "money EUR": {"歐元": ("1", "EUR")},
    "money JPY": {"日圓": ("1", "日元 JPY")},
    "ratio": {"%": ("1", "％ 百分比 percent"), "‰": ("0.1", "千分點"), "‱": ("0.01", "")},
    "percentage points": {"個百分點": ("1", "百分點")},
    "mass": {
        "公噸": ("1", "tonnes tonne"), "噸": ("1", ""), "公斤": ("0.001", "千克 kg KG Kg"), "公克": ("0.000001", "克 g"),
        "毫克": ("0.000000001", "mg"), "微克": ("0.000000000001", "μg ug"),
    },
    "area": {"平方公尺": ("1", "平方米 m2 m²"), "公頃": ("10000", "ha"), "平方公里": ("1000000", "km2 km²")},
    "area ping": {"坪": ("1", "")},
    "length": {
        "公尺": ("1", "米 m"), "公里": ("1000", "km KM"), "公分": ("0.01", "cm 厘米"), "公釐": ("0.001", "毫米 mm"),
        "微米": ("0.000001", "μm"), "奈米": ("0.000000001", "nm"),
    },
    "volume": {
        "公升": ("1", "升 L"), "毫升": ("0.001", "ml mL cc"), "公秉": ("1000", "KL kL 千公升"),
        "立方公尺": ("1000", "立方米 m3 m³ 立方公尺水 CMS"), "立方公分": ("0.001", ""),
    },
    "oil equivalent by volume": {"公升油當量": ("0.001", "LOE"), "公秉油當量": ("1", "KLOE")},
    "oil equivalent by mass": {"公噸油當量": ("1", "toe 噸油當量")},
    "energy": {
        "度": ("1", "度電力 度電 度用電"), "kWh": ("1", "KWh KWH kwh Kwh 瓩時 瓩小時 千瓦時 千瓦小時"), "Wh": ("0.001", ""),
        "MWh": ("1000", "MWH 百萬瓦時 百萬瓦小時"), "GWh": ("1000000", "GWH 十億瓦時"), "TWh": ("1000000000", "TWH"),
    },
    "heat": {"J": ("1", "焦耳"), "kJ": ("1000", "KJ 千焦耳"), "MJ": ("1000000", ""), "GJ": ("1000000000", ""), "TJ": ("1000000000000", "")},
    "heat in calories": {"千卡": ("1", "kcal Kcal 大卡 仟卡")},
    "power": {"W": ("0.001", "瓦 瓦特"), "kW": ("1", "KW 瓩 千瓦 kw"), "MW": ("1000", "百萬瓦 Mw"), "GW": ("1000000", "十億瓦")},
    "peak power": {"Wp": ("0.001", ""), "kWp": ("1", "KWp KWP kWP 瓩峰"), "MWp": ("1000", "MWP"), "GWp": ("1000000", "GWP")},
    "concentration ppm": {"ppb": ("0.001", "PPB"), "ppm": ("1", "PPM ppmv")},
    "sound": {"dB": ("1", "分貝 dB(A)")},
    "temperature": {"°C": ("1", "攝氏度 度C ℃")},
    "electric tension": {"V": ("0.001", "伏特"), "kV": ("1", "KV 千伏")},
    "frequency": {"Hz": ("1", "赫茲"), "kHz": ("1000", ""), "MHz": ("1000000", ""), "GHz": ("1000000000", "")},
    "years": {"年": ("1", "")},
    "months": {"月": ("1", "個月")},
    "time": {
        "秒": ("1", "秒鐘"), "分鐘": ("60", "min"), "小時": ("3600", "鐘頭 hr hrs"), "天": ("86400", "日曆天"), "日": ("86400", ""), "週": ("604800", "周 星期"),
    },
    "persons": {"人": ("1", "人口"), "名": ("1", ""), "位": ("1", ""), "員": ("1", "")},
    "multiple": {"倍": ("1", "")},
    "age": {"歲": ("1", "")},
    "points": {"分": ("1", ""), "點": ("1", "")},
}
# What is counted by each is different from the others: every one is a dimension of its own (家 is not 廠, 戶 is not 戶次).
_COUNTS = (
    "家 間 廠 廠次 件 件次 案 案次 案件 項 項次 人次 人日 人時 人天 家次 戶 戶次 場 場次 座 台 台次 輛 輛次 艘 條 處 處次 班 班次 梯 梯次 次 份 篇 種 類 口 株 棵 "
    "頭 隻 本 冊 門 所 校 校次 組 組次 隊 隊次 縣市 直轄市 鄉鎮 鄉鎮市區 村里 部落 社區 個 國 套 部 支 床 床位 張 片 塊 棟 批 顆 筆 筆數 檔 集 則 起 宗 站 站次 處所 "
    "架 航次 班車 車次 車位 列車 節 輪次 回 趟 堂 堂課 學分 席 席次 名額 款 面 根 株數 尾 羽 箱 桶 包 幅 盞 具 卷 封 枚 滴 車 艘次 團 團次 平台 部會 機關 單位 縣 鄉 鎮 里 村"
).split()
_COUNT_SPELLINGS = {
    "臺": "台", "臺次": "台次", "間次": "家次", "場會議": "場", "廠商": "家", "家廠商": "家", "家業者": "家", "家次廠商": "家次", "個人": "人", "億筆": "筆",
    "個縣市": "縣市", "個部落": "部落", "個社區": "社區", "個單位": "單位", "個機關": "機關", "個鄉鎮": "鄉鎮", "個村里": "村里", "個國家": "國", "個案": "案",
    "個件": "件", "個場次": "場次", "個梯次": "梯次", "張床": "床", "個家": "家", "位次": "人次", "人數": "人", "件數": "件",
}
# A measure word that begins another word here counts nothing: 台電, 家庭, 次世代 (common usage, found in texts of this kind).
_NOT_A_UNIT: dict[str, tuple[str, ...]] = {
    "家": ("庭", "畜", "禽"), "台": ("電", "灣", "北", "南", "東", "水", "塑", "積", "糖"), "臺": ("灣", "北", "南", "東", "電"), "人": ("權", "均", "類", "造", "為"),
    "次": ("世代", "要", "級", "氧", "長"), "條": ("例",), "名": ("單", "稱", "義"), "門": ("檻", "診"), "本": ("土", "部", "計畫", "府", "署", "局", "會", "院", "年", "案"),
    "處": ("置", "罰"), "部": ("門", "分", "會", "落", "隊", "屬", "長", "署"), "國": ("內", "際", "中", "小", "營", "產", "防", "民", "立", "土"),
    "場": ("域", "館", "址", "所"), "天": ("然", "災", "候"), "點": ("數", "檢"), "日": ("本", "照", "常"), "元": ("件", "素", "宇"), "度": ("假", "過"),
    "口": ("徑", "岸", "腔", "罩", "號"), "類": ("型", "似"), "種": ("子", "苗", "源", "籽"), "組": ("織", "成"), "位": ("置", "於", "元", "階"),
    "座": ("談", "標"), "校": ("園",), "份": ("額",), "支": ("持", "出", "付", "援", "應"), "套": ("裝",), "片": ("區",), "間": ("接", "隔", "歇"), "起": ("因", "訖", "迄"),
    "里": ("程",), "所": ("有", "得", "屬", "需", "以", "在", "謂"), "檔": ("案",), "集": ("團", "中", "水", "塵"), "包": ("含", "括"), "面": ("積", "向", "對", "臨"),
    "車": ("輛",), "節": ("能", "電", "水", "約", "省"), "分": ("別", "析", "階", "為", "項", "類", "布", "之"), "米": (), "月": ("台",), "款": ("項",), "團": ("隊",),
    "株": ("式",), "根": ("據",), "回": ("收", "復", "應", "饋"), "具": ("備", "體", "有"), "具體": (), "列車": (), "年": ("輕", "長", "齡"), "則": ("為",), "單位": ("面",),
    "站": ("立",), "升": ("級",), "村": (), "鄉": ("土",), "鎮": (), "縣": ("市",), "機關": ("團",), "週": ("期", "邊"), "周": ("期", "邊"), "包括": (), "支付": (),
    "塊": (), "瓦": ("斯",), "員": ("工",), "克": ("服",), "起飛": (), "滴": ("灌",), "平台": (), "尾": ("氣", "端"), "輪次": (), "封": ("存", "閉"),
}
_GASES = ("二氧化碳當量", "CO2當量", "CO2e", "CO2 當量", "碳當量", "二氧化碳e", "-CO2e", "(CO2e)")
_PLAIN_GASES = ("二氧化碳", "CO2", "-CO2")
_CO2E_DIMENSION, _CO2_DIMENSION = "greenhouse gas as CO2e", "carbon dioxide"
_LATIN_MASSES = {"t": ("公噸", 1), "kt": ("公噸", 10**3), "Mt": ("公噸", 10**6), "Gt": ("公噸", 10**9), "ton": ("公噸", 1), "tons": ("公噸", 1)}
_SCALED = {"ktoe": ("公噸油當量", 10**3), "Mtoe": ("公噸油當量", 10**6)}
_MAGNITUDES = {"十": 10, "百": 100, "千": 1000, "仟": 1000, "萬": 10**4, "億": 10**8, "兆": 10**12}
# After a slash: what a rate is "per". A people's denominator keeps its own scale word (每10萬人 → 十萬人), money too (公噸/百萬元).
_DENOMINATORS = (
    "年 季 月 日 天 週 小時 分鐘 秒 人 戶 公斤 公噸 噸 公克 公頃 平方公里 平方公尺 立方公尺 公升 公秉 公里 公尺 公釐 度 kWh MWh kW MW 元 家 件 人次 輛 台 次 案 "
    "場 場次 車 頭 隻 株 口 延人公里 延噸公里 人公里 百人 千人 萬人 十萬人 百萬人 千元 萬元 百萬元 億元 千戶 萬輛 延車公里 人日 單位"
).split()
_DENOMINATOR_SPELLINGS = {
    "10萬人": "十萬人", "100,000人": "十萬人", "10 萬人": "十萬人", "1,000人": "千人", "1000人": "千人", "100萬人": "百萬人", "100人": "百人", "仟元": "千元",
    "每人": "人", "kg": "公斤", "m3": "立方公尺", "m³": "立方公尺", "m2": "平方公尺", "m²": "平方公尺", "ha": "公頃", "L": "公升", "km": "公里", "km2": "平方公里",
    "yr": "年", "year": "年", "y": "年", "day": "日", "d": "日", "h": "小時", "hr": "小時", "天": "日", "個月": "月", "t": "公噸", "立方米": "立方公尺", "平方米": "平方公尺",
    "度電": "度", "臺": "台", "KL": "公秉", "名": "人", "人口": "人", "十萬人口": "十萬人", "10萬人口": "十萬人", "千人口": "千人", "萬人口": "萬人", "位": "人",
}
_SEPARATORS = "./．·‧・*×-"


def _simple_units() -> tuple[dict[str, Unit], dict[str, tuple[Unit, Decimal]]]:
    symbols: dict[str, Unit] = {}
    spellings: dict[str, tuple[Unit, Decimal]] = {}
    one = Decimal(1)
    for dimension, members in _MEASURES.items():
        for symbol, (factor, others) in members.items():
            unit = symbols[symbol] = Unit(symbol, dimension, Decimal(factor))
            spellings.update(dict.fromkeys([symbol, *others.split(" ")] if others else [symbol], (unit, one)))
    for symbol in _COUNTS:
        unit = symbols.setdefault(symbol, Unit(symbol, symbol, one))
        spellings.setdefault(symbol, (unit, one))
    for mass in ("公噸", "噸", "公斤", "公克"):
        symbols[f"{mass}CO2e"] = Unit(f"{mass}CO2e", _CO2E_DIMENSION, symbols[mass].factor)
        symbols[f"{mass}CO2"] = Unit(f"{mass}CO2", _CO2_DIMENSION, symbols[mass].factor)
    spellings.update({spelling: (symbols[symbol], one) for spelling, symbol in _COUNT_SPELLINGS.items()})
    spellings.update({spelling: (symbols[symbol], Decimal(scale)) for spelling, (symbol, scale) in (_LATIN_MASSES | _SCALED).items()})
    return symbols, spellings


_SYMBOLS, _SPELLINGS = _simple_units()


def _by_first_character(words: list[str]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        index.setdefault(word[0], []).append(word)
    return index


_INDEX = _by_first_character(list(_SPELLINGS))
_DENOMINATOR_INDEX = _by_first_character([*_DENOMINATORS, *_DENOMINATOR_SPELLINGS])


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _longest(index: dict[str, list[str]], text: str, position: int) -> str | None:
    for word in index.get(text[position : position + 1], ()):
        if text.startswith(word, position):
            after = text[position + len(word) : position + len(word) + 1]
            if _is_latin(word[-1]) and (_is_latin(after) or after.isdigit()) and not text.startswith("CO2", position + len(word)):
                continue
            if any(text.startswith(rest, position + len(word)) for rest in _NOT_A_UNIT.get(word, ())):
                continue
            return word
    return None


def _skip_space(text: str, position: int) -> int:
    return position + 1 if text[position : position + 1] in (" ", "\n") else position


def _find_simple(text: str, position: int) -> tuple[Unit, int, Decimal] | None:
    word = _longest(_INDEX, text, position)
    if word is not None:
        unit, scale = _SPELLINGS[word]
        return unit, position + len(word), scale
    scale, after = Decimal(1), position
    while text[after : after + 1] in _MAGNITUDES:
        scale, after = scale * _MAGNITUDES[text[after]], after + 1
    if after == position:
        return None
    after = _skip_space(text, after)
    word = _longest(_INDEX, text, after)
    if word is None:
        return None
    unit, own = _SPELLINGS[word]
    return unit, after + len(word), scale * own


def _with_gas(text: str, end: int, unit: Unit) -> tuple[Unit, int]:
    """公噸 followed by CO2e (or its Chinese name) is another dimension; CO2 without an e stays carbon dioxide (both in 003)."""
    if f"{unit.symbol}CO2e" not in _SYMBOLS:
        return unit, end
    start = _skip_space(text, end)
    for gases, suffix in ((_GASES, "CO2e"), (_PLAIN_GASES, "CO2")):
        for gas in gases:
            if text.startswith(gas, start):
                return _SYMBOLS[unit.symbol + suffix], start + len(gas)
    return unit, end


def _denominator_unit(name: str) -> Unit:
    """The denominators' own table: 十萬人 is 人 with factor 100000, 月 and 季 are times of their own."""
    if name in _SPELLINGS:
        return _SPELLINGS[name][0]
    scale = Decimal(1)
    rest = name
    while rest and rest[0] in _MAGNITUDES:
        scale, rest = scale * _MAGNITUDES[rest[0]], rest[1:]
    if scale != 1 and rest in _SYMBOLS:
        return Unit(name, _SYMBOLS[rest].dimension, scale * _SYMBOLS[rest].factor)
    return Unit(name, name, Decimal(1))


@cache
def _compound(numerator: str, denominators: tuple[str, ...]) -> Unit:
    unit = _SYMBOLS[numerator]
    parts = [_denominator_unit(name) for name in denominators]
    size = Decimal(1)
    for part in parts:
        size *= part.factor
    # 戶.年 (as printed in 001 8.12.1) is kept with its point, 人/日 with its slash.
    symbol = "/".join([numerator, *denominators]) if len(denominators) < 2 or denominators[0] != "戶" else f"{numerator}/{'.'.join(denominators)}"
    return Unit(symbol, "/".join([unit.dimension, *(part.dimension for part in parts)]), unit.factor / size)


def find_unit(text: str, position: int) -> tuple[Unit, int, Decimal] | None:
    """The longest unit that begins at ``position`` (one space may come first), where it ends, and its scale word (千元 → 1000).

    The text must be normalised. None where no unit of the tables stands there: an unknown measure word is never guessed.
    """
    found = _find_simple(text, _skip_space(text, position))
    if found is None:
        return None
    unit, end, scale = found
    unit, end = _with_gas(text, end, unit)
    denominators: list[str] = []
    while True:
        after = _skip_space(text, end)
        sign = text[after : after + 1]
        if sign != "/" and not (denominators and sign and sign in _SEPARATORS):
            break
        word = _longest(_DENOMINATOR_INDEX, text, _skip_space(text, after + 1))
        if word is None:
            break
        end = _skip_space(text, after + 1) + len(word)
        denominators.append(_DENOMINATOR_SPELLINGS.get(word, word))
    return (_compound(unit.symbol, tuple(denominators)) if denominators else unit), end, scale


@cache
def _named(symbol: str) -> tuple[Unit, Decimal]:
    found = find_unit(symbol, 0)
    if found is None or found[1] != len(symbol):
        raise UnknownUnit(symbol)
    return found[0], found[2]


def convert(value: Decimal, unit: str, to: str) -> Decimal:
    """The same quantity in another unit of its dimension, exactly; scale words are understood on both sides (萬公噸 → 公斤).

    Raises DimensionMismatch across dimensions, UnknownUnit for a text that is no unit and InexactConversion where the result has no
    finite decimal form.
    """
    (source, own), (target, other) = _named(unit), _named(to)
    if source.dimension != target.dimension:
        raise DimensionMismatch(f"{unit} ≠ {to}")
    with localcontext() as context:
        context.prec = 60
        context.clear_flags()
        result = value * (source.factor * own) / (target.factor * other)
        if context.flags[Inexact]:
            raise InexactConversion(f"{value} {unit} → {to}")
        return result


def same_dimension(a: str | None, b: str | None) -> bool:
    """Whether two canonical symbols can be compared; two bare numbers can, a bare number and a unit cannot."""
    if a is None or b is None:
        return a is b
    return a == b or _named(a)[0].dimension == _named(b)[0].dimension
