"""Two texts side by side as one."""

from hypothesis import given
from hypothesis import strategies as st

from yongxu.history.texts import Mark, Piece, compare_texts

SAME, ADDED, REMOVED = Mark.SAME, Mark.ADDED, Mark.REMOVED


def test_numbers_and_words_change_as_a_whole() -> None:
    assert compare_texts("自來水漏水率降至 21.0%，並汰換管線。", "自來水漏水率降至 20.6%，並汰換管線。") == (
        Piece(SAME, "自來水漏水率降至 "),
        Piece(REMOVED, "21.0"),
        Piece(ADDED, "20.6"),
        Piece(SAME, "%，並汰換管線。"),
    )


def test_single_character_in_common_does_not_split_a_change() -> None:
    pieces = compare_texts("本年度因天候不佳，施工進度落後。", "本年度因缺工日增，施工進度落後。")
    assert pieces == (Piece(SAME, "本年度因"), Piece(REMOVED, "天候不佳"), Piece(ADDED, "缺工日增"), Piece(SAME, "，施工進度落後。"))


def test_long_unchanged_stretches_are_cut() -> None:
    stretch = "".join(chr(0x4E00 + number) for number in range(300))
    pieces = compare_texts(f"甲乙丙{stretch}丁戊己", f"甲乙寅{stretch}丁戊卯")
    assert [piece.text for piece in pieces] == ["甲乙", "丙", "寅", f"{stretch[:24]}……{stretch[-22:]}丁戊", "己", "卯"]


def test_texts_with_nothing_in_common_are_not_mixed() -> None:
    assert compare_texts("全部重寫之前的文字內容在此", "another story, told in full") == ()


def test_texts_too_long_to_compare_are_left_whole() -> None:
    assert compare_texts("水" * 3001, "水" * 3000 + "火") == ()


@given(st.text("水火土 a1.\n", max_size=60), st.text("水火土 a1.\n", max_size=60))
def test_pieces_tell_both_texts(old: str, new: str) -> None:
    pieces = compare_texts(old, new)
    if pieces and not any("……" in piece.text for piece in pieces):
        assert "".join(piece.text for piece in pieces if piece.mark is not ADDED) == old
        assert "".join(piece.text for piece in pieces if piece.mark is not REMOVED) == new
