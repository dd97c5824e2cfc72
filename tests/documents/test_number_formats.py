from datetime import date, datetime, time, timedelta

import pytest

from yongxu.documents.number_formats import Value, display


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.352, "0.0%", "35.2%"),
        (0.352, "0%", "35%"),
        (0.125, "0.00", "0.13"),
        (-0.125, "0.00", "-0.13"),
        (1056.8, "General", "1056.8"),
        (1e15, "General", "1000000000000000"),
        (0.1 + 0.2, "General", "0.3"),
        (0.00001, "General", "0.00001"),
        (1234567, "#,##0", "1,234,567"),
        (1234567, "#,##0,", "1,235"),
        (0.5, "#.##", ".5"),
        (0.5, "0.##", "0.5"),
        (5, "0.##", "5"),
        (7, "000", "007"),
        (80, '0" 家"', "80 家"),
        (980.526, 'General"億元"', "980.526億元"),
        (5000, '"NT$"#,##0', "NT$5,000"),
        (5000, "[$NT$-404]#,##0", "NT$5,000"),
        (-5, "0;[Red](0)", "(5)"),
        (0, '0;-0;"-"', "-"),
        (-0.001, "0.0", "0.0"),
        (-5, "0;", ""),
        (5, '0";"', "5;"),
        (12, "[>=10]0;0.0", "12"),
        (0.5, "# ?/?", "0.5"),
        (12345, "0.00E+00", "12345"),
        (12, "@", "12"),
        (True, "General", "TRUE"),
        ("0.352", "0%", "0.352"),
        (datetime(2024, 6, 30), "yyyy/m/d", "2024-06-30"),  # noqa: DTZ001 - a date on paper
        (datetime(2024, 6, 30, 9, 5), "yyyy/m/d h:mm", "2024-06-30 09:05"),  # noqa: DTZ001
        (date(2024, 6, 3), 'e"年"m"月"d"日"', "113年6月3日"),
        (date(2024, 6, 3), '[$-404]ggge"年"mm"月"dd"日"', "中華民國113年06月03日"),
        (date(2024, 6, 1), "yyyy/m", "2024/6"),
        (time(9, 5), "h:mm", "09:05"),
        (timedelta(hours=30), "[h]:mm", "1 day, 6:00:00"),
    ],
)
def test_display(value: Value, number_format: str, text: str) -> None:
    assert display(value, number_format) == text
