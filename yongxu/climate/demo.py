"""The fictional city's own programmes, for net zero and for energy: what they promised, brought and cost, all of it invented."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from yongxu.accounts.models import User
from yongxu.climate.imports import read_report
from yongxu.climate.layout import LAYOUT
from yongxu.climate.models import Measure
from yongxu.climate.rows import ProgrammeReport
from yongxu.climate.services import ProgrammeData, load_programme_report, load_programmes, mark_overlap
from yongxu.documents.layout import recognise
from yongxu.documents.table import Cell, Place, Row, Table
from yongxu.reporting.differences import Source

CITY_PROGRAMME: ProgrammeData = {
    "code": "demo-city-net-zero",
    "kind": "sector",
    "position": 90,
    "name_zh": "示範市淨零行動方案",
    "name_en": "Net-zero programme of Demo City",
    "lead": "demo-city-environment",
}
CITY_STRATEGY: ProgrammeData = {
    "code": "demo-city-energy",
    "kind": "strategy",
    "position": 91,
    "name_zh": "示範市社區能源自主戰略",
    "name_en": "Community energy strategy of Demo City",
    "lead": "demo-city-environment",
}
OVERLAP = ("2.1.2", "2.1.1", "同一批公車：減量已計入車輛汰換（虛構）")
"""A measure, the one its reductions are already counted in, and why."""
HEADER = (
    "推動策略", "推動措施", "具體計畫", "元素", "主辦機關", "協辦機關", "推動期程", "預期效益",
    "執行成果", "經費執行數/執行率", "經費來源",
)  # fmt: skip
HOMES = "1.1 老舊住宅與公有房舍節能"
STREETS = "1.2 道路照明改善"
BUSES = "2.1 公共運輸電動化"
PLANTS = "2.2 垃圾與污泥能源化"
ROOFS = "1.1 住宅屋頂光電"
STORAGE = "1.2 社區儲能"
Said = tuple[tuple[tuple[str, ...], Mapping[int, tuple[str, str]]], ...]

# Measure, plan, element, lead, co-agency, period, expected benefit, funding; then per ROC year result and money.
MEASURES: Said = (
    (
        (HOMES, "1.1.1 老屋隔熱補助", "補助屋齡三十年以上的住宅加裝隔熱與遮陽。", "減緩、調適", "示範建管處", "示範環境局", "110-114",
         "1. 每年補助 400 戶\n2. 每年減碳 600 公噸CO2e", "公務預算"),
        {
            110: ("1. 補助 310 戶\n2. 每年可減碳 470 公噸CO2e", "930 萬元（77.5%）因疫情期間施工人力不足，部分工程延後。"),
            111: ("1. 補助 420 戶\n2. 每年可減碳 640 公噸CO2e", "1,190 萬元（99.2%）"),
            112: ("1. 補助 455 戶\n2. 每年可減碳 690 公噸CO2e", "1,200 萬元（100%）"),
            113: ("1. 補助 468 戶\n2. 每年可減碳 710 公噸CO2e", "1,230 萬元（98.4%）"),
        },
    ),
    (
        (HOMES, "1.1.2 公有房舍汰換冰水主機", "市立場館換用高效率冰水主機，舊機拆除。", "減緩", "示範總務處", "", "110-113",
         "全期汰換 24 台", "公務預算、節能基金"),
        {
            110: ("汰換 4 台，實質減碳 210 公噸CO2e/年", "1,600 萬元、400 萬元"),
            111: ("汰換 7 台，實質減碳 380 公噸CO2e/年", "2,750 萬元、700 萬元"),
            112: ("汰換 6 台，實質減碳 330 公噸CO2e/年", "2,380 萬元、610 萬元"),
            113: ("汰換 8 台，實質減碳 430 公噸CO2e/年，110 至 113 年累計汰換 25 台", "3,120 萬元、800 萬元"),
        },
    ),
    (
        (STREETS, "1.2.1 路燈換裝節能燈具", "分區換裝節能燈具並設時段調光。", "減緩", "示範工務局", "", "110-112",
         "全期換裝 9,000 盞", "公務預算、民間投資"),
        {
            110: ("換裝 2,600 盞，每年可減碳 520 公噸CO2e", "3,000 萬元、1,500 萬元"),
            111: ("換裝 3,500 盞，每年可減碳 700 公噸CO2e", "3,900 萬元、2,100 萬元"),
            112: ("換裝 3,000 盞，每年可減碳 600 公噸CO2e，110 至 112 年累計換裝 9,100 盞", "3,400 萬元、1,800 萬元"),
            113: ("已於 112 年執行完畢", "-"),
        },
    ),
    (
        (BUSES, "2.1.1 市區公車換購電動車", "逐年以電動公車汰換柴油公車。", "減緩", "示範交通局", "示範環境局", "110-114",
         "1. 全期換購 180 輛\n2. 全期減碳 9,000 公噸CO2e", "公務預算"),
        {
            110: ("1. 換購 22 輛\n2. 預估每年可減碳 1,100 公噸CO2e", "1.98 億元（99%）"),
            111: ("1. 換購 30 輛\n2. 預估每年可減碳 1,500 公噸CO2e", "2.7 億元（100%）"),
            112: ("1. 換購 25 輛\n2. 預估每年可減碳 1,250 公噸CO2e", "2.25 億元（75%）因車廠交車延遲，五輛改於次年驗收。"),
            113: (
                "1. 換購 45 輛，110 至 113 年累計換購 122 輛\n2. 預估每年可減碳 2,250 公噸CO2e，110 至 113 年預估累計減碳 6,100 公噸CO2e",
                "4.05 億元（108%）因前一年遞延的車輛於本年驗收付款。",
            ),
        },
    ),
    (
        (BUSES, "2.1.2 公車場站充電設備（新增）", "於三處場站設充電設備並附太陽光電。", "減緩", "示範交通局", "", "112-114",
         "每年設置充電樁 20 座", "民間投資"),
        {
            112: ("設置充電樁 18 座，預估每年可減碳 300 公噸CO2e", "2,400 萬元（100%）"),
            113: ("設置充電樁 26 座，預估每年可減碳 420 公噸CO2e", "3,300 萬元（100%）"),
        },
    ),
    (
        (PLANTS, "2.2.1 封閉掩埋場沼氣回收", "封閉前抽除並燃燒掩埋場沼氣，一次完成。", "減緩", "示範環境局", "", "112-113",
         "完成沼氣抽除 2 處", "公務預算、環保基金"),
        {
            112: ("完成沼氣抽除 1 處，實質一次性減碳 5,200 公噸CO2e", "5,100 萬元"),
            113: ("完成沼氣抽除 1 處，實質一次性減碳 3,400 公噸CO2e，112 至 113 年累計完成沼氣抽除 2 處", "3,600 萬元"),
        },
    ),
    (
        (PLANTS, "2.2.2 淨零行動志工培訓", "培訓社區志工協助住戶盤點用電。", "能力建構", "示範教育局", "示範環境局", "110-114",
         "每年培訓 120 人", "公務預算"),
        {
            110: ("培訓 126 人", "95 萬元（95%）"),
            111: ("培訓 131 人", "100 萬元（100%）"),
            112: ("培訓 118 人", "96 萬元（96%）"),
            113: ("培訓 140 人", "100 萬元（100%）"),
        },
    ),
)  # fmt: skip


ENERGY_MEASURES: Said = (
    (
        (ROOFS, "1.1.1 社區屋頂光電媒合", "到社區說明並媒合業者，由住戶共同決定設置方式。", "減緩", "示範環境局", "", "113-115",
         "每年媒合 12 處社區", "公務預算"),
        {113: ("媒合 14 處社區", "260 萬元（96.3%）")},
    ),
    (
        (ROOFS, "1.1.2 公民電廠輔導", "輔導合作社籌設公民電廠，收益回饋社區。", "能力建構", "示範環境局", "示範教育局", "113-115",
         "每年輔導 4 案", "公務預算"),
        {113: ("輔導 3 案", "150 萬元（71.4%）一案因屋頂使用同意書延後，經費保留至次年。")},
    ),
    (
        (STORAGE, "1.2.1 避難場所儲能示範", "在避難收容場所設置儲能，停電時供應照明與通訊。", "調適", "示範環境局", "", "113-115",
         "全期建置 6 處", "公務預算"),
        {113: ("建置 2 處", "1,800 萬元（100%）")},
    ),
)  # fmt: skip


CITY_PROGRAMMES: tuple[tuple[ProgrammeData, Said], ...] = ((CITY_PROGRAMME, MEASURES), (CITY_STRATEGY, ENERGY_MEASURES))


def city_programme_reports(programme: ProgrammeData = CITY_PROGRAMME, measures: Said = MEASURES) -> Iterator[ProgrammeReport]:
    """The yearly reports of one of the city's programmes, read from tables like any ministry's."""
    for year in sorted({year for _, reported in measures for year in reported}):
        rows = [(*said[:8], *reported[year], said[8]) for said, reported in measures if year in reported]
        title = f"{programme['name_zh']} {year} 年執行情形（虛構）"
        table = Table(rows=tuple(_row(number, texts) for number, texts in enumerate([HEADER, *rows], start=1)), heading=(title,))
        heading = recognise(table, [LAYOUT])
        if heading is None:
            raise RuntimeError("the demo's own header is not recognised")
        yield read_report(table, heading)


def load_city_programmes(*, by: User, at: datetime) -> None:
    """Store the programmes with their years, and say which reductions overlap. Doing it again changes nothing."""
    load_programmes([programme for programme, _ in CITY_PROGRAMMES], by=by, at=at, is_fictional=True)
    for programme, measures in CITY_PROGRAMMES:
        for report in city_programme_reports(programme, measures):
            load_programme_report(report, programme=programme["code"], source=Source("", "", is_demo=True), by=by, at=at)
    code, whole, reason = OVERLAP
    of_city = Measure.objects.filter(strategy__programme__code=CITY_PROGRAMME["code"])
    measure, counted_in = of_city.get(code=code), of_city.get(code=whole)
    if measure.counted_in_id != counted_in.pk:
        mark_overlap(measure, counted_in=counted_in, reason=reason, by=by, at=at)


def _row(number: int, texts: tuple[str, ...]) -> Row:
    cells = tuple(Cell(text, Place(row=number, column=column)) for column, text in enumerate(texts, start=1))
    return Row(cells, Place(row=number))
