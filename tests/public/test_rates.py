"""What a rate is counted against stands wherever its figure does: in sentences, chart, table and data, in both languages."""

import csv
import io
import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils.translation import override

from tests.e2e.states import row
from tests.public.conftest import city_report
from yongxu.accounts.models import User
from yongxu.indicators.demo import DEMO_FRAMEWORK
from yongxu.indicators.services import load_report
from yongxu.public.wording import amount_words
from yongxu.quantities.statements import Comparator, LastKnown, ResultPart, TargetPart
from yongxu.reporting.differences import Source

PAGE = "/demo-city/indicators/1.1.1/"


@pytest.mark.parametrize(
    ("value", "unit", "per", "chinese", "english"),
    [
        ("11.8", "人", "十萬人", "11.8 人（每十萬人）", "11.8 people per 100,000 people"),
        ("11.8", "人/十萬人", "十萬人", "11.8 人/十萬人", "11.8 people per 100,000 people"),
        ("5.2", None, "千人", "5.2（每千人）", "5.2 per 1,000 people"),
        ("0.35", None, "戶", "0.35", "0.35"),
        ("3.9", "人", "千活產", "3.9 人（每千活產）", "3.9 people per 1,000 live births"),
        ("289", "公升", "人/日", "289 公升（每人每日）", "289 litres per person and day"),
        ("20000", "人", "千場", "2 萬人（每千場）", "20,000 people per 1,000 events"),
        ("7", "例", "百萬棵樹", "7 例（每百萬棵樹）", "7 例 per million 棵樹"),
        ("90.9", "元/公斤", "公斤", "90.9 元/公斤", "NT$90.9 per kg"),
        ("3000", "公噸CO2e/年", None, "3,000 公噸CO2e/年", "3,000 t CO₂e per year"),
        ("1500", "元", "人", "1,500 元（每人）", "NT$1,500 per person"),
        ("95.8", "%", None, "95.8%", "95.8%"),
        ("397000", "戶", None, "39.7 萬戶", "397,000 households"),
        ("987654321000", "元", None, "987,654,321,000 元", "NT$987,654,321,000"),
    ],
)
def test_amount_has_its_base(value: str, unit: str | None, per: str | None, chinese: str, english: str) -> None:
    assert amount_words(Decimal(value), unit, per) == chinese
    with override("en"):
        assert amount_words(Decimal(value), unit, per) == english


@pytest.fixture
def rate(frameworks: None, owner: User, now: datetime) -> None:
    target = TargetPart("每十萬人口死亡率降至 11.8 人", Comparator.AT_MOST, "statement", "lower", Decimal("11.8"), unit="人", per="十萬人")
    known = LastKnown("2023", Decimal("12.5"), "人", "十萬人")
    actual = ResultPart("每十萬人口 12.1 人", Decimal("12.1"), unit="人", per="十萬人", last_known=known)
    rows = (replace(row("1.1.1", city_report().rows[0].name, (target,), (actual,)), last_known=known),)
    load_report(replace(city_report(), rows=rows), framework=DEMO_FRAMEWORK, source=Source("demo", ""), by=owner, at=now)


def test_page_chart_and_data_of_a_rate_say_its_base(rate: None, client: Client) -> None:
    page, english = client.get(PAGE).content.decode(), client.get(f"/en{PAGE}").content.decode()
    assert ("至多 11.8 人（每十萬人）" in page, '<dd class="big-actual">12.1 人（每十萬人）</dd>' in page) == (True, True)
    assert "<strong>12.5 人（每十萬人）</strong>" in page
    assert ("at most 11.8 people per 100,000 people" in english, "<strong>12.5 people per 100,000 people</strong>" in english) == (
        True,
        True,
    )
    for language, words in (("", "人（每十萬人）"), ("/en", "people per 100,000 people")):
        assert words in json.loads(client.get(f"{language}{PAGE}chart.json").content)["title"]["text"]
    (line,) = csv.DictReader(io.StringIO(client.get(f"{PAGE}data.csv").content.decode("utf-8-sig")))
    assert [line[name] for name in ("unit", "per", "result_unit", "result_per")] == ["人", "十萬人", "人", "十萬人"]
    (year,) = client.get(f"{PAGE}data.json").json()["years"]
    assert (year["row"]["targets"][0]["per"], year["row"]["actuals"][0]["per"]) == ("十萬人", "十萬人")
