"""A field for a time of day, and how a time is said."""

import datetime as dt
import re

from wtforms.fields.core import Field

from core.context import language
from core.i18n import _
from core.web.fields import MAX_LINE, TextField, clean_text, made_visible

_TIME = re.compile(r"(\d{1,2})(?:[:. ]?(\d{2}))?(?:[:.]00)?", re.ASCII)


class TimeField(Field):
    """A time of day as 13:30; also understands 13.30, 1330 and 13. `data` is the text "13:30", or None."""

    widget = TextField.widget

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time; raise ValueError with what to write instead."""
        self.data = None
        text = clean_text(valuelist[0]) if valuelist else ""
        if not text:
            return
        match = _TIME.fullmatch(text)
        hour, minute = (int(match[1]), int(match[2] or 0)) if match else (24, 0)
        if hour > 23 or minute > 59:
            raise ValueError(_("Write the time as 13:30"))
        self.data = f"{hour:02}:{minute:02}"

    def _value(self) -> str:
        return made_visible(str(self.raw_data[0]).strip()[:MAX_LINE]) if self.raw_data else (self.data or "")


def time_of(text: str | None) -> dt.time | None:
    """What a TimeField holds, as a time."""
    return dt.time.fromisoformat(text) if text else None


def said_time(time: dt.time) -> str:
    """9.00 in Swedish, 9:00 in English."""
    return f"{time.hour}{'.' if language() == 'sv' else ':'}{time.minute:02}"


def said_hours(begins: dt.time, ends: dt.time | None) -> str:
    """9.00–11.30 in Swedish, 9:00–11:30 in English."""
    return "–".join(said_time(one) for one in (begins, ends) if one)
