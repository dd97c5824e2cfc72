"""A fictional city with its own small framework, to look at the pages: 示範市 does not exist, its figures are invented."""

from yongxu.documents.layout import recognise
from yongxu.documents.table import Cell, Place, Row, Table
from yongxu.indicators.imports import LAYOUT, read_report
from yongxu.indicators.rows import IndicatorReport

DEMO_FRAMEWORK = "demo-city"
HEADER = ("核心目標", "對應指標")
# Code, name, agency; then per year target and actual as a city would write them.
WATER = "01：用水與環境（示範環境局）"
MOVING = "02：市民移動（示範交通局）"
YEARS: dict[int, tuple[tuple[str, str, str], ...]] = {
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


def city_reports() -> list[IndicatorReport]:
    """The city's yearly reports, read from tables like any agency's."""
    reports = []
    for year, rows in YEARS.items():
        title = f"示範市永續發展目標及對應指標 {year} 年執行情形表（虛構）"
        table = Table(
            rows=tuple(_row(number, texts) for number, texts in enumerate([(*HEADER, f"{year} 年達成情形"), *rows], start=1)),
            heading=(title,),
        )
        heading = recognise(table, [LAYOUT])
        if heading is None:
            raise RuntimeError("the demo's own header is not recognised")
        reports.append(read_report(table, heading))
    return reports


def _row(number: int, texts: tuple[str, ...]) -> Row:
    cells = tuple(Cell(text, Place(row=number, column=column)) for column, text in enumerate(texts, start=1))
    return Row(cells, Place(row=number))
