"""The fields of what somebody said: shown large in the article, and among the voices of the project."""

from core.i18n import _l
from core.publishing.terms import MOST_QUOTE, MOST_QUOTED_AS
from core.web.fields import LongTextField, Optional, TextField


class VoiceFields:
    """Mixed into the form of an article. What they may hold, core/publishing/checks.py says."""

    quote_sv = LongTextField(
        _l("What somebody said, in Swedish"),
        [Optional()],
        description=_l("One or two sentences, without quotation marks. Words of a participant need their consent to publish."),
        max_length=MOST_QUOTE,
    )
    quoted_as_sv = TextField(
        _l("Who said it, in Swedish"),
        [Optional()],
        description=_l("In words that name nobody who does not wish it: for example a participant, 34 years old."),
        max_length=MOST_QUOTED_AS,
    )
    quote_en = LongTextField(_l("What somebody said, in English"), [Optional()], max_length=MOST_QUOTE)
    quoted_as_en = TextField(_l("Who said it, in English"), [Optional()], max_length=MOST_QUOTED_AS)
