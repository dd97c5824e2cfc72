import pytest

from yongxu.quantities.results import read_actuals
from yongxu.quantities.targets import Context, parse_targets
from yongxu.quantities.verdicts import Verdict, judge_parts


def verdict_of(target: str, result: str) -> Verdict:
    targets = parse_targets(target, Context(113))
    actuals, pairs = read_actuals(result, targets, year=2024)
    answered = [(part, None if pair is None else actuals[pair]) for part, pair in zip(targets, pairs, strict=True)]
    (verdict,) = judge_parts(answered, target, roc_year=113)
    return verdict


@pytest.mark.parametrize(
    "target",
    ["零死亡", "維持零災害", "全年零事故", "零重大事故", "重大職災零死亡", "工安事故零發生", "0 件", "職災死亡人數為零", "事故件數降為零"],
)
@pytest.mark.parametrize("result", ["未發生", "無發生", "本年度均未發生。", "113年未發生相關案件", "0"])
def test_nothing_happened_where_nothing_should(target: str, result: str) -> None:
    assert verdict_of(target, result) is Verdict.MET


@pytest.mark.parametrize(
    ("target", "result"),
    [
        ("零死亡", "無死亡案件"),
        ("零死亡", "未發生死亡事故"),
        ("零重大事故", "未發生事故"),
        ("零事故", "零事故"),
        ("死亡人數為零", "死亡人數為零"),
    ],
)
def test_what_did_not_happen_is_what_should_not(target: str, result: str) -> None:
    assert verdict_of(target, result) is Verdict.MET


@pytest.mark.parametrize(
    ("target", "result"),
    [
        ("零事故", "未發生死亡事故"),
        ("零災害", "未發生重大災害"),
        ("零死亡", "無重大缺失"),
        ("零死亡", "無"),
        ("零死亡", "無資料"),
        ("零死亡", "未發生，惟持續加強宣導"),
        ("零死亡", "112年未發生，113年統計中"),
        ("80 件以上", "未發生"),
    ],
)
def test_what_is_no_nought_is_left_to_judgement(target: str, result: str) -> None:
    assert verdict_of(target, result) in (Verdict.NEEDS_JUDGEMENT, Verdict.NOT_DUE)


def test_one_that_happened_misses() -> None:
    assert verdict_of("零死亡", "發生 1 件") is Verdict.MISSED


@pytest.mark.parametrize("name", ["零碳排", "2050 淨零排放", "零售", "零組件國產化", "零廢棄", "零碳旅遊", "零距離服務", "推動零污染車輛"])
@pytest.mark.parametrize("result", ["未發生", "已辦理"])
def test_names_with_nought_are_no_numbers(name: str, result: str) -> None:
    (target,) = parse_targets(name, Context(113))
    assert target.value is None
    assert verdict_of(name, result) is Verdict.NEEDS_JUDGEMENT


@pytest.mark.parametrize(("target", "number"), [("輔導零售業 5 家", "5"), ("零組件廠商 12 家", "12"), ("零碳排建築 3 棟", "3")])
def test_names_with_nought_leave_the_number_beside_them(target: str, number: str) -> None:
    assert [str(part.value) for part in parse_targets(target, Context(113))] == [number]


@pytest.mark.parametrize(
    ("target", "result"),
    [
        ("零重大資安事件", "未發生重大資安事件"),
        ("零重大資安事件", "未發生資安事件"),
        ("零事件", "無事件"),
        ("維持個資外洩零事件", "未發生個資外洩事件"),
        ("零重大裁罰", "無重大裁罰"),
        ("零客訴", "無客訴案件"),
        ("零貪瀆", "未發生貪瀆情事"),
        ("行車事件零發生", "未發生行車事件"),
        ("本土病例數維持為零", "未發生本土病例"),
        ("零食品中毒事件", "0 件"),
    ],
)
def test_harm_of_many_kinds_did_not_happen(target: str, result: str) -> None:
    assert verdict_of(target, result) is Verdict.MET


@pytest.mark.parametrize(
    ("target", "result"), [("零資安事件", "未發生重大資安事件"), ("零事件", "未發生重大事件"), ("零客訴", "無重大客訴")]
)
def test_less_that_did_not_happen_than_should_not_is_left_to_judgement(target: str, result: str) -> None:
    assert verdict_of(target, result) is Verdict.NEEDS_JUDGEMENT
