"""A field for a file: examined by its content (core/file_kinds.py), held in memory until it is sealed."""

import io
from collections.abc import Sequence
from typing import IO, Any

from flask import Request, Response, request, send_file
from werkzeug.datastructures import FileStorage
from wtforms import FileField
from wtforms.validators import ValidationError

from core.errors import DomainError
from core.file_kinds import ACCEPTED, MAX_BYTES, Examined, examine
from core.i18n import _
from core.identity_numbers import holds_number


class MemoryRequest(Request):
    """Werkzeug puts a large file into a temporary one; what people send in confidence is not written to a disk in clear.

    How much a request may hold at all: MAX_CONTENT_LENGTH, or what an address has said for itself (`let_in`).
    """

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - Werkzeug's signature
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return io.BytesIO()


_LARGER: dict[str, int] = {}


def let_in(endpoint: str, most_bytes: int) -> None:
    """This address may take a larger file than others, from whoever may send it one."""
    _LARGER[endpoint] = most_bytes


def limit_files() -> None:
    """Before anything is read, and after it was found who sends it (core/auth/gate.py)."""
    most_bytes = _LARGER.get(request.endpoint or "")
    if most_bytes:
        request.max_content_length = most_bytes


class UploadField(FileField):
    """At most one file. `examined` is what may be kept, once the form was found valid; None when none was chosen.

    A browser cannot fill in a file again: a page that comes back asks for it anew, and the hint says so.
    """

    examined: Examined | None = None
    most_bytes = MAX_BYTES

    def __init__(self, label: object = None, validators: Sequence[Any] | None = None, **options: Any) -> None:
        options.setdefault("render_kw", {"accept": ACCEPTED})
        super().__init__(label, validators, **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the file; text where a file is asked for is none."""
        files = [one for one in valuelist if isinstance(one, FileStorage) and one.filename]
        self.data = files[0] if files else None
        self.raw_data = files

    def pre_validate(self, _form: object) -> None:
        """Refuse what may not be kept, in words."""
        if self.data is None:
            return
        if holds_number(self.data.filename):
            raise ValidationError(_("The name of the file holds a personal identity number. Give the file another name."))
        try:
            self.take(self.data.filename, self.data.stream.read(self.most_bytes + 1))
        except DomainError as error:
            raise ValidationError(str(error.message)) from error

    def take(self, name: str, content: bytes) -> None:
        """Examine the file and keep it. A field for another kind of file does this otherwise. Raises DomainError in words."""
        self.examined = examine(name, content)


def download(file: Examined) -> Response:
    """The file as something to save: never shown in a page, under its own name. core/web/headers.py shuts it in a sandbox."""
    return send_file(
        io.BytesIO(file.content),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
        conditional=False,
        etag=False,
    )
