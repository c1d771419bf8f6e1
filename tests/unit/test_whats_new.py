"""What is new says as much in both languages, the latest first."""

import pytest

from core.content.whats_new import SOURCE, list_news, parse

WHOLE = "## 2026-02-01\n### sv: Ett\n- a\n### en: One\n- b\n"


def test_the_kept_text_can_be_shown_in_both_languages() -> None:
    swedish, english = list_news("sv"), list_news("en")
    assert [news.day for news in swedish] == [news.day for news in english]
    assert all(news.heading and news.lines for news in (*swedish, *english))
    assert SOURCE.read_text(encoding="utf-8").startswith("# ")


def test_a_day_is_read_with_its_lines() -> None:
    (told,) = parse(WHOLE)["en"]
    assert (told.day.isoformat(), told.heading, told.lines) == ("2026-02-01", "One", ("b",))


@pytest.mark.parametrize(
    "text", [WHOLE.replace("### en: One\n- b\n", ""), WHOLE + "- c\n", WHOLE + WHOLE.replace("02-01", "03-01")]
)
def test_what_is_told_in_one_language_only_or_out_of_order_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"2026|latest"):
        parse(text)
