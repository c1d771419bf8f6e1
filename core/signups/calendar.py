"""An event as an iCalendar file (RFC 5545): whole days, one event, nothing about who comes."""

import datetime as dt

_LONGEST_LINE = 75
"""Octets of a line without its break (RFC 5545, 3.1)."""


def calendar_of(
    *,
    uid: str,
    stamp: dt.datetime,
    title: str,
    text: str,
    address: str,
    first_day: dt.date,
    last_day: dt.date,
) -> bytes:
    """The file. `stamp` is when the event was last changed; the day after the last is its end, as the standard has it."""
    end = last_day + dt.timedelta(days=1)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//MIA//sv",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_escaped(uid)}",
        f"DTSTAMP:{stamp.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{first_day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{end:%Y%m%d}",
        f"SUMMARY:{_escaped(title)}",
        *([f"DESCRIPTION:{_escaped(text)}"] if text else []),
        f"URL:{''.join(sign for sign in address if sign.isprintable())}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) for line in lines).encode()


def _escaped(text: str) -> str:
    """TEXT of the standard (3.3.11): what would begin another line, value or property is only a sign."""
    spaced = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(_plain(sign) for sign in spaced)
    for sign in "\\;,":
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def _plain(sign: str) -> str:
    """Without signs that are not seen, such as those that turn the direction of reading."""
    if sign == "\n" or sign.isprintable():
        return sign
    return " " if sign.isspace() else ""


def _folded(line: str) -> str:
    """Lines of 75 octets at most, never cut inside a letter; each further one begins with a space."""
    folded, length = [], 0
    for sign in line:
        octets = len(sign.encode())
        if length + octets > _LONGEST_LINE:
            folded.append("\r\n ")
            length = 1
        folded.append(sign)
        length += octets
    return "".join(folded) + "\r\n"
