from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yongxu.quantities.periods import NotAPeriod, find_periods, iso_of, parse_period, roc_span, roc_to_ce, roc_year


@pytest.mark.parametrize(
    ("text", "start", "end", "iso"),
    [
        ("114.06", "2025-06-01", "2025-06-30", "2025-06"),
        ("112.7.31", "2023-07-31", "2023-07-31", "2023-07-31"),
        ("112-06-17", "2023-06-17", "2023-06-17", "2023-06-17"),
        ("112/06/17", "2023-06-17", "2023-06-17", "2023-06-17"),
        ("112年11月28日", "2023-11-28", "2023-11-28", "2023-11-28"),
        ("2021年8月6日", "2021-08-06", "2021-08-06", "2021-08-06"),
        ("110-114", "2021-01-01", "2025-12-31", "2025"),
        ("112", "2023-01-01", "2023-12-31", "2023"),
        ("105年度", "2016-01-01", "2016-12-31", "2016"),
        ("113會計年度", "2024-01-01", "2024-12-31", "2024"),
        ("FY2024", "2024-01-01", "2024-12-31", "2024"),
        ("民國112年", "2023-01-01", "2023-12-31", "2023"),
        ("2024/01", "2024-01-01", "2024-01-31", "2024-01"),
        ("110~113年", "2021-01-01", "2024-12-31", "2024"),
        ("2021 至 2024 年", "2021-01-01", "2024-12-31", "2024"),
        ("2021年至2024年", "2021-01-01", "2024-12-31", "2024"),
        ("2025 年 10 月底", "2025-10-01", "2025-10-31", "2025-10-31"),
        ("2025 年底", "2025-01-01", "2025-12-31", "2025-12-31"),
        ("114年6月", "2025-06-01", "2025-06-30", "2025-06"),
        ("113年第3季", "2024-07-01", "2024-09-30", "2024-09-30"),
        ("113年下半年", "2024-07-01", "2024-12-31", "2024-12-31"),
        ("113年Q3", "2024-07-01", "2024-09-30", "2024-09-30"),
        ("2024Q4", "2024-10-01", "2024-12-31", "2024-12-31"),
        ("113年1月至12月", "2024-01-01", "2024-12-31", "2024-12"),
        ("113.1.1-113.12.31", "2024-01-01", "2024-12-31", "2024-12-31"),
        ("113/1/1~113/12/31", "2024-01-01", "2024-12-31", "2024-12-31"),
        ("111及112年", "2022-01-01", "2023-12-31", "2023"),
        ("112學年度", "2023-08-01", "2024-07-31", "2023"),
        ("2024年2月", "2024-02-01", "2024-02-29", "2024-02"),
        ("2024年1~5月", "2024-01-01", "2024-05-31", "2024-05"),
        ("113年6月中旬", "2024-06-11", "2024-06-20", "2024-06-20"),
        ("自2016年11月至2024年12月底止", "2016-11-01", "2024-12-31", "2024-12-31"),
    ],
)
def test_parse_period_whole_cell(text: str, start: str, end: str, iso: str) -> None:
    period = parse_period(text)
    assert (str(period.start), str(period.end), iso_of(period), period.open) == (start, end, iso, False)


@pytest.mark.parametrize("text", ["", "無", "10年", "113年13月", "113.13", "114-110", "2024 年達 3 件", "36"])
def test_parse_period_other_text_is_refused(text: str) -> None:
    with pytest.raises(NotAPeriod):
        parse_period(text)


def test_parse_period_two_digit_year_needs_a_calendar() -> None:
    assert parse_period("36年", default_calendar="roc").start == date(1947, 1, 1)
    assert parse_period("36", default_calendar="ce").start == date(2036, 1, 1)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("自 2016 年 11 月開辦至 2024 年底，累計", ["自 2016 年 11 月開辦至 2024 年底"]),
        ("112 年 224 案、113 年 29 案及 114 年 46 案", ["112 年", "113 年", "114 年"]),
        ("第四期計畫(114~117年)", ["114~117年"]),
        ("2021年8月6日函核定，每5年檢討一次", ["2021年8月6日"]),
        ("近5年、未來10年、5年內、3年滾動檢討、10年", []),
        ("每噸114.06元", []),
        ("指標 13.2.1 與 6.e.2", []),
        ("低於 2023 年 0.026", ["2023 年"]),
    ],
)
def test_find_periods_in_a_sentence(text: str, labels: list[str]) -> None:
    assert [period.label for period in find_periods(text)] == labels


def test_find_periods_open_to_the_future_has_no_end() -> None:
    (period,) = find_periods("自110年起推動")
    assert (period.start, period.end, period.open, iso_of(period)) == (date(2021, 1, 1), None, True, "2021")


def test_find_periods_until_has_no_start() -> None:
    (period,) = find_periods("預計 2025 年 8 月 29 日前公布")
    assert (period.start, period.end, period.open, iso_of(period)) == (None, date(2025, 8, 29), True, "2025-08-29")


def test_find_periods_without_year_has_no_dates() -> None:
    assert [(p.label, p.start, p.end, p.roc, iso_of(p), roc_year(p)) for p in find_periods("6月中旬、第3季")] == [
        ("6月中旬", None, None, None, None, None),
        ("第3季", None, None, None, None, None),
    ]


def test_find_periods_says_which_calendar() -> None:
    assert [period.roc for period in find_periods("112年修正，2024年施行")] == [True, False]


def test_roc_span_and_year() -> None:
    assert roc_span(parse_period("110-113 年")) == (110, 113)
    assert roc_year(parse_period("2024年")) == 113
    assert roc_span(parse_period("112學年度")) == (112, 112)
    assert roc_span(find_periods("110年起")[0]) is None


@given(st.integers(min_value=80, max_value=199), st.integers(min_value=0, max_value=10))
def test_parse_period_years_then_span_is_the_same(first: int, more: int) -> None:
    last = min(first + more, 199)
    assert roc_span(parse_period(f"{first}-{last} 年")) == (first, last)


@given(
    st.dates(min_value=date(1991, 1, 1), max_value=date(2100, 12, 31)),
    st.sampled_from(["{y}年{m}月{d}日", "{y}.{m}.{d}", "{y}-{m:02}-{d:02}", "{y}/{m}/{d}"]),
)
def test_parse_period_roc_day_then_iso_is_the_same(day: date, form: str) -> None:
    text = form.format(y=day.year - 1911, m=day.month, d=day.day)
    period = parse_period(text)
    assert (period.start, period.end, period.roc, iso_of(period)) == (day, day, True, day.isoformat())


def test_roc_to_ce() -> None:
    assert roc_to_ce(113) == 2024
