"""What an editor writes becomes HTML that can neither run, load nor mislead; headings, words and pictures are found in it."""

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Invalid
from core.writing import MOST_CHARACTERS, headings_of, html_of, may_link, pictures_of, plain_of, slug_of

PICTURE = "0190d1c2-0000-7000-8000-000000000001"
ATTACKS = (
    "<script>alert(1)</script>",
    "[press](javascript:alert(1))",
    "[press](JaVa\tScript:alert(1))",
    "[press](&#106;avascript:alert(1))",
    "[press](data:text/html,<script>alert(1)</script>)",
    "[press](vbscript:x)",
    "![x](https://elsewhere.example/track.png)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](//elsewhere.example/a.png)",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    '<a href="javascript:alert(1)" onclick="x()">y</a>',
    "<style>*{display:none}</style><iframe src=//elsewhere.example></iframe>",
    '[a]: javascript:alert(1) "t"\n\n[a]',
    "<javascript:alert(1)>",
    '[x](/a" onmouseover="alert(1))',
    "```html\n<script>alert(1)</script>\n```",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_runs_and_nothing_is_loaded(attack: str) -> None:
    assert_harmless(str(html_of(attack, picture=lambda _id: f"/media/{_id}")))


@given(st.text(alphabet="<>[]()!\"'&;:#/*_`~|-=\n\t ajvscriptonerhfg1\u200b\u202e", max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_text_at_all_makes_anything_that_runs(text: str) -> None:
    assert_harmless(str(html_of(text, picture=lambda _id: f"/media/{_id}")))


def assert_harmless(html: str) -> None:
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    for element in tree.iter():
        assert element.tag not in ("script", "style", "iframe", "svg", "object", "embed", "form", "input", "meta", "base"), html
        for name, value in element.attrib.items():
            assert not name.startswith("on"), html
            assert name in ("href", "src", "alt", "id", "rel", "scope", "start"), html
            if name == "href":
                assert may_link(value), html
            if name == "src":
                assert value.startswith("/media/"), html


def test_headings_begin_under_the_page_and_leave_no_step_out() -> None:
    text = "# Ett\n\n#### Två\n\n###### Tre\n\n# Ett"
    assert headings_of(text) == [(2, "ett", "Ett"), (3, "tva", "Två"), (4, "tre", "Tre"), (2, "ett-2", "Ett")]
    assert '<h2 id="ett">Ett</h2>' in html_of(text)


def test_pictures_are_those_of_the_library() -> None:
    text = f"![En verkstad](picture:{PICTURE}) och ![karta](https://elsewhere.example/a.png)"
    shown = str(html_of(text, picture=lambda id_: f"/media/{id_}"))
    assert f'<img src="/media/{PICTURE}" alt="En verkstad">' in shown
    assert "elsewhere" not in shown
    assert "karta" in shown
    assert pictures_of(text) == {PICTURE}


def test_a_picture_that_may_not_be_shown_leaves_its_words() -> None:
    assert str(html_of(f"![En verkstad](picture:{PICTURE})")) == "<p>En verkstad</p>\n"


def test_links_tables_and_quotes_stand() -> None:
    shown = str(
        html_of("> Jag vågade.\n\n[Så söker du](/apply) [Facit](https://mia.example/a?b=c)\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    )
    assert "<blockquote>" in shown
    assert '<a href="/apply"' in shown
    assert 'href="https://mia.example/a?b=c"' in shown
    assert '<th scope="col">a</th>' in shown
    assert "style" not in shown


@pytest.mark.parametrize(
    ("text", "most", "words"),
    [
        ("# Hej\n\n**Vi** ses\n*nu*", None, "Hej Vi ses nu"),
        ("Ett två tre fyra", 11, "Ett två…"),
        ("", 10, ""),
        ("[Läs mer](https://mia.example)", None, "Läs mer"),
    ],
)
def test_the_words_alone(text: str, most: int | None, words: str) -> None:
    assert plain_of(text, most=most) == words


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Hälsodag på Öland!", "halsodag-pa-oland"),
        ("***", "sida"),
        ("å" * 200, "a" * 80),
        ("../../etc", "etc"),
        ("a  –  b", "a-b"),
    ],
)
def test_addresses_are_plain(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(Invalid):
        html_of("a" * (MOST_CHARACTERS + 1))


@pytest.mark.parametrize("text", ["[" * 20_000, "> " * 20_000, "*" * 50_000, "![" * 20_000, "`" * 50_000, "- " * 10_000])
def test_what_nests_without_end_is_still_answered(text: str) -> None:
    assert_harmless(str(html_of(text)))
