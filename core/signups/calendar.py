"""An event as an iCalendar file (RFC 5545): whole days, one event, nothing about who comes.

icalendar is imported when first used: it takes a sixth of a second, and every command imports this module.
"""

import datetime as dt


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
    from icalendar import Calendar, Event

    event = Event()
    event.add("uid", _plain(uid))
    event.add("dtstamp", stamp.astimezone(dt.UTC))
    event.add("dtstart", first_day)
    event.add("dtend", last_day + dt.timedelta(days=1))
    event.add("summary", _plain(title))
    if text:
        event.add("description", _plain(text))
    event.add("url", "".join(sign for sign in address if sign.isprintable()))
    event.add("transp", "TRANSPARENT")
    calendar = Calendar()
    for name, value in (("version", "2.0"), ("prodid", "-//MIA//sv"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        calendar.add(name, value)
    calendar.add_component(event)
    return bytes(calendar.to_ical(sorted=False))


def _plain(text: str) -> str:
    """Without signs that are not seen, such as those that turn the direction of reading; lines stay lines."""
    spaced = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign if sign == "\n" or sign.isprintable() else " " if sign.isspace() else "" for sign in spaced)
