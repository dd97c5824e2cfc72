"""Names that are safe to show, to send in a header and to save under."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yongxu.attachments.limits import MAX_NAME_BYTES
from yongxu.attachments.names import clean_name, suffix_of

RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{digit}" for name in ("com", "lpt") for digit in "0123456789¹²³")}


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("113年執行情形.pdf", "113年執行情形.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\表.xlsx", "表.xlsx"),
        ("evidence\u202efdp.exe", "evidencefdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("a\0.pdf", "a.pdf"),
        ('<img src="x">.pdf', "_img src=_x__.pdf"),
        ("con.pdf", "_con.pdf"),
        ("NUL.tar.gz", "_NUL.tar.gz"),
        ("COM1", "_COM1"),
        (".htaccess", "未命名.htaccess"),
        ("a.pdf. . ", "a.pdf"),
        ("", "未命名"),
        ("…/…", "…"),
        ("長" * 300 + ".pdf", "長" * 65 + ".pdf"),
        ("\ud800.pdf", "未命名.pdf"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_name_is_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@given(st.text(alphabet=st.characters(), max_size=400) | st.builds("{}.{}".format, st.sampled_from(sorted(RESERVED)), st.text(max_size=12)))
def test_clean_name_is_harmless_and_stays_so(name: str) -> None:
    clean = clean_name(name)
    assert clean_name(clean) == clean
    assert 0 < len(clean.encode()) <= MAX_NAME_BYTES
    assert not set(clean) & set('<>:"/\\|?*\r\n\t')
    assert all(unicodedata.category(letter) not in {"Cc", "Cf", "Cs"} for letter in clean)
    assert clean.strip(". ") == clean
    assert clean.partition(".")[0].strip().lower() not in RESERVED


@given(st.text(max_size=300), st.sampled_from([".pdf", ".JPG", ".docx"]))
def test_extension_survives_any_stem(stem: str, suffix: str) -> None:
    assert suffix_of(clean_name(f"{stem}{suffix}")) == suffix.lower()
