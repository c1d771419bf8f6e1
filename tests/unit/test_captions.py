"""Captions: cues and who speaks come through, and nothing else; what is wrong is said with its line."""

import pytest

from core.media.captions import MOST_CUES, as_text, read_captions, written
from core.media.errors import CaptionsRefused

TALK = """WEBVTT - of a programme

STYLE
::cue { background: url(https://example.com/x.png) }

NOTE
Kept by nobody.

REGION
id:one

1
00:01.000 --> 00:00:03.500 position:10% align:start
<v.loud Ada & Bo>Hej på <b>er</b>!
<i onclick="x()">Välkomna</i> &lt;script&gt;alert(1)&lt;/script&gt;

00:00:03.500 --> 01:00:04.000
javascript:alert(1) \u202etxet \u200bslut <c.big
"""


def test_what_is_said_is_written_anew_without_styles_tags_and_notes() -> None:
    cues = read_captions(b"\xef\xbb\xbf" + TALK.replace("\n", "\r\n").encode())
    text = written(cues)
    assert text == (
        "WEBVTT\n\n"
        "00:00:01.000 --> 00:00:03.500\n<v Ada &amp; Bo>Hej på er!</v>\n"
        "Välkomna &lt;script&gt;alert(1)&lt;/script&gt;\n\n"
        "00:00:03.500 --> 01:00:04.000\njavascript:alert(1) txet slut\n"
    )
    assert read_captions(text.encode()) == cues
    assert as_text(cues) == "Ada & Bo: Hej på er! Välkomna <script>alert(1)</script> javascript:alert(1) txet slut"


CUE = "00:01.000 --> 00:02.000\nHej\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "WebVTT"),
        (b"WEBVTTX\n\n" + CUE.encode(), "WebVTT"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nHej", "WebVTT"),
        (b"<html><script>alert(1)</script>", "WebVTT"),
        (b"WEBVTT\n\n" + "å".encode("latin-1"), "UTF-8"),
        (b"WEBVTT\n\n\0" + CUE.encode(), "WebVTT"),
        (b"WEBVTT\n\n", "är tom"),
        (b"WEBVTT\n\nNOTE x\n\n", "är tom"),
        (b"WEBVTT\n\nHej\n", "Rad 3"),
        (b"WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nHej", "Rad 3"),
        (b"WEBVTT\n\n00:02.000 --> 00:01.000\nHej\n", "slutar innan"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n<b></b>\n", "repliken är tom"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"a" * 401, "400 tecken"),
        (b"WEBVTT\n\n00:05.000 --> 00:06.000\nB\n\n" + CUE.encode(), "tidsordning"),
        (("WEBVTT\n\n" + f"{CUE}\n" * 10_000).encode(), "3 000"),
        (b"WEBVTT\n\n" + b"a" * 300_000, "300 kB"),
    ],
)
def test_what_is_no_captions_is_refused_with_its_line(content: bytes, said: str) -> None:
    with pytest.raises(CaptionsRefused) as refused:
        read_captions(content)
    assert said in str(refused.value)


def test_an_hour_of_talk_is_taken() -> None:
    assert len(read_captions(("WEBVTT\n\n" + f"{CUE}\n" * MOST_CUES).encode())) == MOST_CUES
