"""Statements and results as officers of many ministries write them: what is demanded, and what comes of it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yongxu.quantities.calendars import named_years
from yongxu.quantities.interchange import decimal_text
from yongxu.quantities.periods import find_periods
from yongxu.quantities.results import read_actuals
from yongxu.quantities.targets import Context, parse_targets
from yongxu.quantities.verdicts import judge

# Target | result | per part: comparator and number with unit → verdict
STATEMENTS = """
流感疫苗接種率達 75% | 75.2% | >= 75 % → met
65 歲以上長者流感疫苗接種率 55% 以上 | 54.98% | >= 55 % → missed
乳癌篩檢率 40%、大腸癌篩檢率 38% | 乳癌 41.2%、大腸癌 37.5% | >= 40 % → met ; >= 38 % → missed
本土登革熱死亡病例數為 0 | 0 人 | <= 0 → met
急診停留超過 24 小時比率低於 3% | 2.8% | < 3 % → met
門診等候 30 分鐘以內比率達 80% | 82% | >= 80 % → met
平均住院日 9 日以下 | 9.1 日 | <= 9 日 → missed
員工 100 人以上企業設置托育比率 80% | 82% | >= 80 % → met
提供服務 3 萬人、就業率 65% | 服務 3.1 萬人，就業率 66% | >= 30000 人 → met ; >= 65 % → met
勞資爭議調解平均天數 20 日以內 | 18.5 日 | <= 20 日 → met
三班護病比達標醫院比率 60% | 62.1% | >= 60 % → met
幼兒園生師比 1:12 | 1:11.5 | <= 12 → met
校園霸凌事件確認件數較前一年減少 5% | 較 112 年減少 3.2% | >= 5 % → missed
交通事故死亡人數較前三年平均減少 5% | 113 年 287 人，較前三年平均 302 人減少 4.97% | >= 5 % → missed
A1 類事故死亡人數每年減少 5% | 增加 1.2% | >= 5 % → missed
郵件遞送準時率 98.5% | 98.7％ | >= 98.5 % → met
國道事故處理時間 30 分鐘 | 28.4 分鐘 | <= 30 分鐘 → met
颱風 24 小時路徑預報誤差 75 公里以內 | 68.9 公里 | <= 75 公里 → met
地震速報 10 秒內發布 | 平均 9.2 秒 | <= 10 秒 → met
港口貨櫃裝卸量達 1,500 萬 TEU | 1,520 萬 TEU | >= 15000000 TEU → met
文化內容產業營業額 1.1 兆元 | 1 兆 980 億元 | >= 1100000000000 元 → missed
藝文補助 120 案、參與 5 萬人次 | 補助 131 案，參與 5 萬 2 千人次 | >= 120 案 → met ; >= 50000 人次 → met
收容人超額收容比率 0% | 2.3% | <= 0 % → missed
清廉印象指數 70 分 | 67 分 | >= 70 分 → missed
清廉印象指數排名前 25 名 | 第 26 名 | <= 25 名 → missed
人口販運偵破 100 件 | 112 件 | >= 100 件 → met
受理民眾檢舉 100% 於 30 日內回復 | 99.2% | >= 100 % → missed
消費申訴辦結率 98% | 98.2% | >= 98 % → met
住宅用火災警報器設置率 92% | 92.5% | >= 92 % → met
空氣品質 AQI>100 日數比率 8% | 7.9% | <= 8 % → met
降低自來水漏水率至 12% | 12.4% | <= 12 % → missed
提升覆蓋率至 80% | 79% | >= 80 % → missed
失業率由 3.6% 降至 3.4% | 3.5% | <= 3.4 % → missed
自 110 年 60 家增加至 80 家 | 82 家 | >= 80 家 → met
降至 112 年之 90% | 89% | <= 90 % → met
公共債務未償餘額比率 29.2% | 26.1% | <= 29.2 % → met
奧運獎牌 7 面 | 7 面 | >= 7 面 → met
栽培漁業放流 800 萬尾 | 812 萬尾 | >= 8000000 尾 → met
海廢再利用 100 公噸、再利用率 20% | 再利用 120 公噸，再利用率 18% | >= 100 公噸 → met ; >= 20 % → missed
沼氣發電 3,000 萬度 | 3,120 萬度 | >= 30000000 度 → met
古蹟修復完成率達 90% | 九成一 | >= 90 % → met
影視產業產值成長率 3% | -1.2% | >= 3 % → missed
編列 50 億元，補助 30 家 | 編列 52 億元，補助 29 家 | >= 5000000000 元 → met ; >= 30 家 → missed
漁獲量維持 90 萬公噸 | 87 萬公噸 | none 900000 公噸 → needs_judgement
農藥使用量較 103-105 年平均減半 | 減少 38% | >= 50 % → missed
電動公車比率於 114 年達 35% | 113 年底 22.5% | >= 35 % → not_due
"""


def _case(line: str) -> tuple[str, str, list[str]]:
    target, result, parts = (cell.strip() for cell in line.split(" | "))
    return target, result, re.split(" ; ", parts)


@pytest.mark.parametrize("line", STATEMENTS.strip().splitlines())
def test_statement_is_read_and_judged(line):
    target, result, expected = _case(line)
    parts = parse_targets(target, Context(113))
    actuals, pairs = read_actuals(result, parts, year=2024)
    read = []
    for part, pair in zip(parts, pairs, strict=True):
        shown = " ".join(filter(None, (part.comparator.value, decimal_text(part.value), part.unit)))
        read.append(f"{shown} → {judge(part, None if pair is None else actuals[pair], roc_year=113).value}")
    assert read == expected


@pytest.mark.parametrize(
    ("target", "value"),
    [
        ("平均壽命 80 年", "80"),
        ("平均壽命達 80 年以上", "80"),
        ("健康平均餘命 72.5 年", "72.5"),
        ("女性平均餘命達 84 年以上", "84"),
        ("80 年以上", "80"),
        ("80 年", "80"),
        ("使用年限延長至 15 年", "15"),
        ("設計年限 100 年以上", "100"),
        ("平均等候 2 年", "2"),
        ("平均年資 10 年以上", "10"),
        ("平均屋齡降至 30 年", "30"),
        ("113 年平均壽命達 81 年", "81"),
    ],
)
def test_span_of_years_is_a_quantity(target, value):
    (part,) = parse_targets(target, Context(113))
    assert (decimal_text(part.value), part.unit) == (value, "年")


@pytest.mark.parametrize(
    ("target", "value", "unit"),
    [
        ("114 年達 80 家", "80", "家"),
        ("80 年底前完成 5 案", "5", "案"),
        ("80 年起累計 500 案", "500", "案"),
        ("較 94 年減量 10%", "10", "%"),
        ("不低於 95 年之 300 件", "300", "件"),
        ("平均餘命 99 年 79.2 歲", "79.2", "歲"),
        ("使用年限延長至 120 年", None, None),
        ("99 年完成", None, None),
        ("113 年", None, None),
    ],
)
def test_year_stays_a_year(target, value, unit):
    (part,) = parse_targets(target, Context(113))
    assert (decimal_text(part.value), part.unit) == (value, unit)


@given(st.sampled_from(["平均壽命", "平均餘命達", "耐用年限為"]), st.integers(80, 99))
def test_two_digit_span_is_no_period_and_no_named_year(words, years):
    assert find_periods(f"{words} {years} 年") == ()
    assert named_years(f"{words} {years} 年") == ()


@given(st.integers(80, 140), st.integers(1, 999))
def test_year_before_a_count_is_always_a_period(year, count):
    (period,) = find_periods(f"{year} 年達 {count} 家")
    assert period.end is not None
    assert period.end.year == year + 1911


@pytest.mark.parametrize(
    ("target", "texts"),
    [
        ("完成種原庫第二期工程，並維持種原保存 9 萬份以上", ["完成種原庫第二期工程", "並維持種原保存 9 萬份以上"]),
        ("輔導 30 家業者，並完成作業要點修正", ["輔導 30 家業者", "並完成作業要點修正"]),
        ("完成資訊平臺建置；導入 20 家醫院", ["完成資訊平臺建置", "導入 20 家醫院"]),
        ("完成管線佈建，接管率達 40%", ["完成管線佈建，接管率達 40%"]),
        ("協助 5 家廠商汰換設備，善盡揭露責任", ["協助 5 家廠商汰換設備，善盡揭露責任"]),
    ],
)
def test_milestone_and_number_are_two_parts_where_they_are_two_things(target, texts):
    assert [part.text for part in parse_targets(target, Context(113))] == texts


def test_each_of_a_milestone_and_a_number_has_its_own_answer():
    parts = parse_targets("完成種原庫第二期工程，並保存種原 9 萬份以上", Context(113))
    actuals, pairs = read_actuals("保存 9 萬 2,406 份；種原庫第二期工程已於 110 年啟用", parts, year=2024)
    assert [actuals[pair].text for pair in pairs if pair is not None] == ["種原庫第二期工程已於 110 年啟用", "保存 9 萬 2,406 份"]
    assert [judge(part, actuals[pair]).value for part, pair in zip(parts, pairs, strict=True)] == ["needs_judgement", "met"]
