import pytest

from yongxu.documents.numerals import bullet_mark, written_number


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("decimal", ["1", "2", "10", "12", "21", "105"]),
        ("1", ["1", "2", "10", "12", "21", "105"]),
        ("taiwaneseCountingThousand", ["一", "二", "十", "十二", "二十一", "一百零五"]),
        ("一, 二, 三, ...", ["一", "二", "十", "十二", "二十一", "一百零五"]),
        ("taiwaneseDigital", ["一", "二", "一○", "一二", "二一", "一○五"]),
        ("ideographDigital", ["一", "二", "一〇", "一二", "二一", "一〇五"]),
        ("ideographTraditional", ["甲", "乙", "癸", "12", "21", "105"]),
        ("ideographZodiac", ["子", "丑", "酉", "亥", "21", "105"]),
        ("ideographLegalTraditional", ["壹", "貳", "壹拾", "壹拾貳", "貳拾壹", "壹佰零伍"]),
        ("lowerLetter", ["a", "b", "j", "l", "u", "aaaaa"]),
        ("A", ["A", "B", "J", "L", "U", "AAAAA"]),
        ("upperRoman", ["I", "II", "X", "XII", "XXI", "CV"]),
        ("decimalEnclosedCircle", ["①", "②", "⑩", "⑫", "21", "105"]),
        ("decimalEnclosedParen", ["⑴", "⑵", "⑽", "⑿", "21", "105"]),
        ("decimalFullWidth", ["１", "２", "１０", "１２", "２１", "１０５"]),
        ("decimalZero", ["01", "02", "10", "12", "21", "105"]),
        ("none", [""] * 6),
        ("someFutureForm", ["1", "2", "10", "12", "21", "105"]),
    ],
)
def test_numbers_as_a_list_prints_them(form: str, written: list[str]) -> None:
    assert [written_number(number, form) for number in (1, 2, 10, 12, 21, 105)] == written


@pytest.mark.parametrize("form", ["taiwaneseCounting", "ideographLegalTraditional", "lowerRoman", "lowerLetter", "ideographTraditional"])
def test_numbers_beyond_a_form_are_digits(form: str) -> None:
    assert written_number(0, form) == "0"
    assert len(written_number(999_999, form)) <= 20


@pytest.mark.parametrize(
    ("mark", "symbol_font", "seen"),
    [
        ("•", False, "•"),
        ("\uf0b7", True, "•"),
        ("\uf06c", True, "●"),
        ("n", True, "■"),
        ("o", False, "○"),
        ("-", False, "-"),
        ("➢", False, "•"),
    ],
)
def test_bullets_as_a_person_sees_them(mark: str, symbol_font: bool, seen: str) -> None:
    assert bullet_mark(mark, symbol_font=symbol_font) == seen
