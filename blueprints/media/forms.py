"""What is entered about sound or film: the file, and what is said in each language."""

from typing import Any

from core.context import Language
from core.errors import Invalid
from core.i18n import _l
from core.media.captions import MEDIA_TYPE, Cue, as_text, read_captions
from core.media.containers import Container, container_of
from core.media.services import SaidValues
from core.media.terms import ACCEPTED, MOST_CAPTIONS, MOST_FILM, MOST_TRANSCRIPT
from core.web.fields import HiddenField, IntegerField, LongTextField, Optional, Required
from core.web.forms import MiaForm
from core.web.uploads import UploadField

LANGUAGES: tuple[Language, ...] = ("sv", "en")


class MediaField(UploadField):
    """Sound or film, looked at by its content; nothing of its name is kept."""

    most_bytes = MOST_FILM
    container: Container | None = None
    content: bytes = b""

    def __init__(self, label: object = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, **options | {"render_kw": {"accept": ACCEPTED}})

    def take(self, name: str, content: bytes) -> None:  # noqa: ARG002 - the name is not kept
        """Refuse what is neither, in words."""
        self.container, self.content = container_of(content), content


class CaptionsField(UploadField):
    """A WebVTT file."""

    most_bytes = MOST_CAPTIONS
    cues: tuple[Cue, ...] | None = None

    def __init__(self, label: object = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, **options | {"render_kw": {"accept": f".vtt,{MEDIA_TYPE}"}})

    def take(self, name: str, content: bytes) -> None:  # noqa: ARG002 - the name is not kept
        """Refuse what is none, with its line."""
        self.cues = read_captions(content)


class FileForm(MiaForm):
    """The file itself. A draft cannot hold it."""

    keeps_draft = False
    warns = False
    version = IntegerField(widget=HiddenField.widget, default=0)
    file = MediaField(
        _l("Sound or film"),
        [Required(_l("Choose a file"))],
        description=_l(
            "Sound as MP3, M4A or Ogg, at most 20 MB. Film as MP4, MOV or WebM, at most 40 MB. What the camera or telephone"
            " has noted in it is removed."
        ),
    )

    def sent(self) -> tuple[bytes, Container]:
        """What was chosen. Raises Invalid when nothing was, or it was refused: the field then says why."""
        if self.file.container is None:
            raise Invalid({"file": _l("Choose a file")})
        return self.file.content, self.file.container


_TRANSCRIPT = _l("What is heard, and what is seen where that matters. With who says it. An empty line between paragraphs.")
_CAPTIONS = _l("A WebVTT file (.vtt). It takes the place of the captions that are there.")


class SaidForm(MiaForm):
    """What is said, in both languages."""

    version = IntegerField(widget=HiddenField.widget, default=0)
    captions_sv = CaptionsField(_l("Captions in Swedish"), [Optional()], description=_CAPTIONS)
    transcript_sv = LongTextField(_l("Transcript in Swedish"), [Optional()], description=_TRANSCRIPT, max_length=MOST_TRANSCRIPT)
    captions_en = CaptionsField(_l("Captions in English"), [Optional()], description=_CAPTIONS)
    transcript_en = LongTextField(_l("Transcript in English"), [Optional()], description=_TRANSCRIPT, max_length=MOST_TRANSCRIPT)

    @property
    def values(self) -> dict[Language, SaidValues]:
        """What was entered. Where nothing is written, captions that come now begin the transcript."""
        return {language: self._said(language) for language in LANGUAGES}

    def _said(self, language: Language) -> SaidValues:
        transcript = self[f"transcript_{language}"].data or ""
        cues = self[f"captions_{language}"].cues
        return SaidValues(transcript=transcript if transcript.strip() or not cues else as_text(cues), cues=cues)


class RemoveForm(MiaForm):
    """A button."""

    keeps_draft = False
    warns = False
    version = IntegerField(widget=HiddenField.widget, default=0)
