"""A fictional city with its own small framework, to look at the pages: 示範市 does not exist, its figures are invented."""

from dataclasses import replace
from decimal import Decimal

from yongxu.documents.layout import recognise
from yongxu.documents.table import Cell, Place, Row, Table
from yongxu.indicators.filing import without_results
from yongxu.indicators.imports import read_report
from yongxu.indicators.layout import LAYOUT
from yongxu.indicators.rows import Breakdown, IndicatorReport, IndicatorRow

DEMO_FRAMEWORK = "demo-city"
EARLIER_YEARS: dict[int, tuple[str, str, str, str, str, str]] = {
    2014: ("21.0", "20.6", "300", "297", "6,900", "7,010"),
    2015: ("20.2", "20.1", "297", "299", "7,100", "7,120"),
    2016: ("19.5", "19.0", "294", "291", "7,250", "7,330"),
    2017: ("18.8", "18.5", "291", "290", "7,400", "7,520"),
    2018: ("18.0", "18.2", "288", "284", "7,600", "7,690"),
    2019: ("17.3", "17.0", "284", "281", "7,800", "7,950"),
    2020: ("16.6", "16.3", "280", "283", "8,000", "6,940"),
}
"""Year → target and actual of leakage (%), daily use (litres), rides (萬人次): the long series behind the newest years."""
SHARES: dict[str, tuple[tuple[str, tuple[tuple[str, str], ...]], ...]] = {
    "1.1.2": (("區域", (("北區", "1.04"), ("中區", "0.97"), ("南區", "0.99"))), ("住宅", (("公寓", "0.95"), ("透天", "1.08")))),
    "2.1.1": (
        ("性別", (("女", "0.54"), ("男", "0.46"))),
        ("年齡", (("未滿 18 歲", "0.17"), ("18–64 歲", "0.66"), ("65 歲以上", "0.17"))),
        ("運具", (("公車", "0.61"), ("輕軌", "0.39"))),
    ),
}
"""Code → dimension → share or ratio of the total in each group; invented like all of this city."""
HEADER = ("核心目標", "對應指標")
# Code, name, agency; then per year target and actual as a city would write them.
WATER = "01：用水與環境（示範環境局）"
MOVING = "02：市民移動（示範交通局）"
PARTNERS = "03：城市夥伴（示範環境局）"
NEWEST: dict[int, tuple[tuple[str, str, str], ...]] = {
    2021: (
        (WATER, "指標 1.1.1：降低自來水漏水率（示範水務處）", "目標：自來水漏水率降至 16.0% 實績值：15.8%"),
        (
            WATER,
            "指標 1.1.2：家戶每人每日用水量（示範水務處）",
            "目標：降至 275 公升以下 實績值：278 公升 落後原因：夏季高溫日數較多。 因應對策：推廣省水器材。",
        ),
        (MOVING, "指標 2.1.1：公共運輸使用人次（示範交通局）", "目標：達 8,200 萬人次 實績值：8,310 萬人次"),
    ),
    2022: (
        (WATER, "指標 1.1.1：降低自來水漏水率（示範水務處）", "目標：自來水漏水率降至 15.0% 實績值：14.9%"),
        (WATER, "指標 1.1.2：家戶每人每日用水量（示範水務處）", "目標：降至 270 公升以下 實績值：269 公升"),
        (MOVING, "指標 2.1.1：公共運輸使用人次（示範交通局）", "目標：達 8,400 萬人次 實績值：8,520 萬人次"),
    ),
    2023: (
        (
            WATER,
            "指標 1.1.1：降低自來水漏水率（示範水務處）",
            "目標：自來水漏水率降至 14.0% 實績值：14.2% 落後原因：舊社區管線汰換遇土地協調。 因應對策：分段施工並先行檢漏。",
        ),
        (WATER, "指標 1.1.2：家戶每人每日用水量（示範水務處）", "目標：降至 265 公升以下 實績值：264 公升"),
        (MOVING, "指標 2.1.1：公共運輸使用人次（示範交通局）", "目標：達 8,600 萬人次 實績值：8,700 萬人次"),
    ),
    2024: (
        (
            WATER,
            "指標 1.1.1：降低自來水漏水率（示範水務處）",
            "目標：自來水漏水率降至 13.0% 實績值：13.4% 落後原因：兩處幹管工程延後。 因應對策：增加夜間施工班次，並於次年第 2 季完成。",
        ),
        (WATER, "指標 1.1.2：家戶每人每日用水量（示範水務處）", "目標：降至 260 公升以下 實績值：258 公升"),
        (MOVING, "指標 2.1.1：公共運輸使用人次（示範交通局）", "目標：達 8,800 萬人次 實績值：9,050 萬人次"),
        (MOVING, "指標 2.1.2：市區公車電動化比率（示範交通局）", "目標：達 35% 實績值：未達統計週期，預計 2025 年 9 月公布"),
    ),
}
PLANNED_YEAR = 2025
PLANNED: tuple[tuple[str, str, str], ...] = (
    (WATER, "指標 1.1.1：降低自來水漏水率（示範水務處）", "目標：自來水漏水率降至 12.0%"),
    (WATER, "指標 1.1.2：家戶每人每日用水量（示範水務處）", "目標：降至 255 公升以下"),
    (WATER, "指標 1.1.3：再生水供應與使用（示範水務處）", "目標：\n1. 再生水供應量達每日 3.2 萬立方公尺\n2. 新增再生水用戶 12 家"),
    (WATER, "指標 1.1.4：公有建築物雨水貯留與中水回收系統設置容量占年度新建公有建築物用水需求之比率（示範水務處）", "目標：達 18%"),
    (WATER, "指標 1.1.5：雨水下水道實施率（示範水務處）", "目標：達 82%"),
    (WATER, "指標 1.2.1：公園與綠地可及率（示範環境局）", "目標：公園與綠地可及率達 71%"),
    (WATER, "指標 1.2.2：河川流域整體改善（示範環境局）", "目標：完成示範溪流域整體改善計畫並送市政會議核定"),
    (MOVING, "指標 2.1.1：公共運輸使用人次（示範交通局）", "目標：達 9,200 萬人次"),
    (MOVING, "指標 2.1.2：市區公車電動化比率（示範交通局）", "目標：達 45%"),
    (MOVING, "指標 2.1.3：道路交通事故死亡人數（示範交通局）", "目標：降至 58 人以下"),
    (MOVING, "指標 2.2.1：無障礙公車候車亭比率（示範交通局）", "目標：達 62%"),
    (MOVING, "指標 2.2.2：公共自行車租借次數（示範交通局）", "目標：達 1,150 萬次"),
    (PARTNERS, "指標 3.1.1：與國外城市簽訂永續合作協議數（示範環境局）", "目標：累計 5 件"),
)
"""What the city set itself for the year that its people are reporting now."""


def city_reports() -> list[IndicatorReport]:
    """The city's yearly reports, read from tables like any agency's, with figures of groups."""
    rows = [*((year, _earlier_rows(*figures)) for year, figures in EARLIER_YEARS.items()), *NEWEST.items()]
    return [_read_table(year, texts) for year, texts in rows]


def city_plan() -> IndicatorReport:
    """The city's targets for the year that is being reported."""
    return without_results(_read_table(PLANNED_YEAR, PLANNED))


def _read_table(year: int, rows: tuple[tuple[str, str, str], ...]) -> IndicatorReport:
    title = f"示範市永續發展目標及對應指標 {year} 年執行情形表（虛構）"
    table = Table(
        rows=tuple(_row(number, texts) for number, texts in enumerate([(*HEADER, f"{year} 年達成情形"), *rows], start=1)),
        heading=(title,),
    )
    heading = recognise(table, [LAYOUT])
    if heading is None:
        raise RuntimeError("the demo's own header is not recognised")
    report = read_report(table, heading)
    return replace(report, rows=tuple(replace(row, breakdowns=_breakdowns(row)) for row in report.rows))


def _earlier_rows(*figures: str) -> tuple[tuple[str, str, str], ...]:
    leak, leaked, litres, used, rides, ridden = figures
    reason = " 落後原因：虛構的原因。 因應對策：虛構的對策。"
    return (
        (
            WATER,
            "指標 1.1.1：降低自來水漏水率（示範水務處）",
            f"目標：自來水漏水率降至 {leak}% 實績值：{leaked}%{reason if Decimal(leaked) > Decimal(leak) else ''}",
        ),
        (
            WATER,
            "指標 1.1.2：家戶每人每日用水量（示範水務處）",
            f"目標：降至 {litres} 公升以下 實績值：{used} 公升{reason if int(used) > int(litres) else ''}",
        ),
        (
            MOVING,
            "指標 2.1.1：公共運輸使用人次（示範交通局）",
            f"目標：達 {rides} 萬人次 實績值：{ridden} 萬人次{reason if ridden < rides else ''}",
        ),
    )


def _breakdowns(row: IndicatorRow) -> tuple[Breakdown, ...]:
    total = row.actuals[0].value if row.actuals else None
    if total is None:
        return ()
    return tuple(
        Breakdown(0, dimension, category, (total * Decimal(share)).quantize(Decimal(1)), row.actuals[0].unit)
        for dimension, categories in SHARES.get(row.code, ())
        for category, share in categories
    )


def _row(number: int, texts: tuple[str, ...]) -> Row:
    cells = tuple(Cell(text, Place(row=number, column=column)) for column, text in enumerate(texts, start=1))
    return Row(cells, Place(row=number))
