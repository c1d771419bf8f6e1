"""What is entered about an article, and the deeds on it as a whole."""

import datetime as dt
from typing import Any

from blueprints.content.events import SignupFields
from blueprints.content.voices import VoiceFields
from core.clock import STOCKHOLM
from core.context import current_site
from core.errors import Invalid
from core.i18n import _, _l
from core.ids import new_id
from core.pictures import Rendition, renditions_of
from core.publishing.entered import WORDS, ArticleValues, NewPicture, Words
from core.publishing.terms import KIND_NAMES, MOST_LEAD, MOST_TITLE, ArticleKind, Deed
from core.web.fields import DateField, HiddenField, IntegerField, LongTextField, Optional, RadioField, Required, TextField
from core.web.forms import MiaForm
from core.web.uploads import UploadField
from core.writing import MOST_CHARACTERS


class PictureField(UploadField):
    """A picture for readers: drawn anew as soon as it was found to be one."""

    renditions: tuple[Rendition, ...] = ()

    def __init__(self, label: object = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, **options | {"render_kw": {"accept": ".jpg,.jpeg,.png,.webp"}})

    def take(self, name: str, content: bytes) -> None:  # noqa: ARG002 - the name is not kept
        """Refuse what is no picture, in words."""
        self.renditions = renditions_of(content)


class ArticleForm(VoiceFields, SignupFields, MiaForm):
    """Both languages on one page, one under the other. `token` becomes a new article's id."""

    version = IntegerField(widget=HiddenField.widget, default=0)
    token = HiddenField(default=lambda: str(new_id()))
    kind = RadioField(_l("What it is"), [Required(_l("Choose what it is"))])
    title_sv = TextField(_l("Title in Swedish"), [Optional()], max_length=MOST_TITLE)
    lead_sv = LongTextField(
        _l("Introduction in Swedish"),
        [Optional()],
        description=_l("One or two sentences. They stand in the list and under the title."),
        max_length=MOST_LEAD,
    )
    body_sv = LongTextField(_l("Text in Swedish"), [Optional()], max_length=MOST_CHARACTERS)
    title_en = TextField(_l("Title in English"), [Optional()], max_length=MOST_TITLE)
    lead_en = LongTextField(_l("Introduction in English"), [Optional()], max_length=MOST_LEAD)
    body_en = LongTextField(_l("Text in English"), [Optional()], max_length=MOST_CHARACTERS)
    picture = PictureField(
        _l("Picture"),
        [Optional()],
        description=_l("JPEG, PNG or WebP, at most 10 MB. What the camera has noted in it is removed."),
    )
    alt_sv = TextField(_l("What the picture shows, in Swedish"), [Optional()], description=_l("For those who do not see it."))
    alt_en = TextField(_l("What the picture shows, in English"), [Optional()])
    credit = TextField(_l("Photographer"), [Optional()])
    tags = TextField(_l("Tags"), [Optional()], description=_l("At most 10, with commas between."), max_length=500)
    happens_on = DateField(_l("First day"), [Optional()], description=_l("Of an event."))
    last_day = DateField(_l("Last day"), [Optional()], description=_l("Of an event, or to apply for a job."))
    consent = TextField(
        _l("Reference of the consent to publish"),
        [Optional()],
        description=_l("For a story. The participant's contact person finds it with the consent: for example 7F3A-91C2."),
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        at_county = current_site().kind == "county"
        kinds = [(kind.value, name) for kind, name in KIND_NAMES.items() if not (at_county and kind == ArticleKind.STORY)]
        self.kind.choices = kinds
        if at_county:
            del self.consent

    @property
    def values(self) -> ArticleValues:
        """What was typed."""
        return ArticleValues(
            kind=ArticleKind(self.kind.data) if self.kind.data in KIND_NAMES else None,
            sv=self._words("sv"),
            en=self._words("en"),
            tags=self.tags.data or "",
            happens_on=self.happens_on.data,
            last_day=self.last_day.data,
            signup_until=self.signup_until.data,
            places=self.places.data,
            consent=(self.consent.data or "") if "consent" in self else "",
        )

    def _words(self, language: str) -> Words:
        return Words(**{name: self[f"{name}_{language}"].data or "" for name in WORDS})

    def new_picture(self) -> NewPicture | None:
        """The picture that was chosen. Raises Invalid when nobody said what it shows."""
        if not self.picture.renditions:
            return None
        alt = {"alt_sv": self.alt_sv.data or "", "alt_en": self.alt_en.data or ""}
        faults = {name: _l("Write what the picture shows") for name, words in alt.items() if not words.strip()}
        if faults:
            raise Invalid(faults)
        return NewPicture(renditions=self.picture.renditions, credit=self.credit.data or "", **alt)

    @staticmethod
    def shown(values: ArticleValues, version: int) -> dict[str, Any]:
        """What the form is filled with from an article."""
        words = {
            f"{name}_{language}": getattr(own, name) for language, own in (("sv", values.sv), ("en", values.en)) for name in WORDS
        }
        names = ("kind", "tags", "happens_on", "last_day", "signup_until", "places", "consent")
        kept = {name: getattr(values, name) for name in names}
        return words | kept | {"version": version}


class DeedForm(MiaForm):
    """A deed on the article as a whole; when it is published, from which day and hour."""

    keeps_draft = False
    warns = False
    version = IntegerField(widget=HiddenField.widget, default=0)
    deed = HiddenField()
    day = DateField(_l("Day"), [Optional()], description=_l("Empty: now."))
    hour = IntegerField(_l("Hour"), [Optional()], description=_l("From 0 to 23."))

    def chosen(self) -> Deed:
        """The deed of the button that was pressed. Raises Invalid when it is none."""
        if self.deed.data not in set(Deed):
            raise Invalid({"": _l("Choose what is to be done")})
        return Deed(self.deed.data)

    def moment(self) -> dt.datetime | None:
        """When it is to be seen; None is now. Raises Invalid for an hour that no day has."""
        if self.day.data is None:
            return None
        hour = self.hour.data or 0
        if not 0 <= hour <= 23:
            raise Invalid({"hour": _("Write an hour from 0 to 23")})
        return dt.datetime.combine(self.day.data, dt.time(hour), STOCKHOLM)
