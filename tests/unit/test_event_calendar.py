"""The file of an event, by RFC 5545: escaped, folded, nothing that begins a line of its own."""

import datetime as dt

from core.signups.calendar import calendar_of


def made(title: str = "Öppet hus", text: str = "", address: str = "https://mia.example/news/oppet-hus") -> bytes:
    return calendar_of(
        uid="1@mia.example",
        stamp=dt.datetime(2022, 9, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=2))),
        title=title,
        text=text,
        address=address,
        first_day=dt.date(2022, 10, 31),
        last_day=dt.date(2022, 10, 31),
    )


def unfolded(file: bytes) -> list[str]:
    return file.decode().replace("\r\n ", "").split("\r\n")


def test_a_day_ends_when_the_next_begins() -> None:
    lines = unfolded(made())
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20221031" in lines
    assert "DTEND;VALUE=DATE:20221101" in lines
    assert "DTSTAMP:20220901T100000Z" in lines
    assert "SUMMARY:Öppet hus" in lines
    assert not any(line.startswith("DESCRIPTION") for line in lines)


def test_lines_are_folded_between_letters() -> None:
    title = "Å" * 200 + "\N{SQUARED OK}" * 50
    file = made(title)
    for line in file.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert f"SUMMARY:{title}" in unfolded(file)


def test_what_is_written_begins_no_line_and_no_value() -> None:
    evil = "Fika\r\nATTENDEE:mailto:x@example.org\nEND:VEVENT\rBEGIN:VALARM; a, b \\n \u202egnp.exe\u2028X\x00\x07"
    lines = unfolded(made(evil, evil, "https://mia.example/\r\nX-EVIL:1"))
    assert [line.partition(":")[0] for line in lines if ":" in line] == [
        *("BEGIN", "VERSION", "PRODID", "CALSCALE", "METHOD", "BEGIN", "UID", "DTSTAMP"),
        *("DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "SUMMARY", "DESCRIPTION", "URL", "TRANSP", "END", "END"),
    ]
    told = next(line for line in lines if line.startswith("SUMMARY"))
    assert told.endswith(r"BEGIN:VALARM\; a\, b \\n gnp.exe X")
