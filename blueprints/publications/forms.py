"""What is entered about a publication, and its file in one language."""

from typing import Any

from core.i18n import _l
from core.ids import new_id
from core.library.services import PublicationValues
from core.library.terms import KIND_NAMES, LANGUAGES, MOST_TEXT, MOST_TITLE, PublicationKind
from core.web.fields import ChoiceField, HiddenField, IntegerField, LongTextField, Optional, RadioField, Required, TextField
from core.web.forms import MiaForm
from core.web.uploads import UploadField


class PublicationForm(MiaForm):
    """Both languages on one page. `token` becomes a new publication's id; a new one may bring its first file."""

    version = IntegerField(widget=HiddenField.widget, default=0)
    token = HiddenField(default=lambda: str(new_id()))
    kind = RadioField(_l("What it is"), [Required(_l("Choose what it is"))], choices=list(KIND_NAMES.items()))
    year = IntegerField(_l("Year"), [Required(_l("Write the year with four figures"))])
    title_sv = TextField(_l("Title in Swedish"), [Required(_l("Write the title in Swedish"))], max_length=MOST_TITLE)
    text_sv = LongTextField(
        _l("What it is about, in Swedish"), [Optional()], description=_l("One or two sentences."), max_length=MOST_TEXT
    )
    title_en = TextField(
        _l("Title in English"), [Optional()], description=_l("Empty: the Swedish one stands there."), max_length=MOST_TITLE
    )
    text_en = LongTextField(_l("What it is about, in English"), [Optional()], max_length=MOST_TEXT)
    link = TextField(
        _l("Link"), [Optional()], description=_l("Where it stands on somebody else's website. Empty when it has a file here.")
    )
    file = UploadField(
        _l("File"),
        [Optional()],
        description=_l("PDF, at most 10 MB. It can be added afterwards, in more languages too."),
        render_kw={"accept": ".pdf"},
    )
    language = ChoiceField(_l("Language of the file"), [Optional()], choices=list(LANGUAGES.items()), default="sv")

    @property
    def values(self) -> PublicationValues:
        """What was typed."""
        texts = {name: self[name].data or "" for name in ("title_sv", "title_en", "text_sv", "text_en", "link")}
        kind = PublicationKind(self.kind.data) if self.kind.data in KIND_NAMES else None
        return PublicationValues(kind=kind, year=self.year.data, **texts)

    @staticmethod
    def shown(publication: Any) -> dict[str, Any]:
        """What the form is filled with from a stored one."""
        names = ("kind", "year", "title_sv", "title_en", "text_sv", "text_en", "link", "version")
        return {name: getattr(publication, name) for name in names}


class FileForm(MiaForm):
    """The publication in one more language. A draft cannot hold the file."""

    keeps_draft = False
    warns = False
    language = ChoiceField(
        _l("Language of the file"), [Required(_l("Choose the language of the file"))], choices=list(LANGUAGES.items())
    )
    file = UploadField(
        _l("File"),
        [Required(_l("Choose a file"))],
        description=_l("PDF, at most 10 MB. It takes the place of an earlier file in the same language."),
        render_kw={"accept": ".pdf"},
    )


class ShowingForm(MiaForm):
    """Whether readers see it: a button."""

    keeps_draft = False
    warns = False
    version = IntegerField(widget=HiddenField.widget, default=0)
    shown = HiddenField()
