"""Mail to staff: plain text that says there is something, never about whom. What it says is composed in core/accounts/mails.py.

In production it goes by MIA_SMTP_URL; in the demo and in tests it is written as files to MIA_MAIL_FOLDER, a folder a
tenant. `send` is called by jobs only: a request never waits for a mail server.

    smtp://user:password@mail.example:587    STARTTLS, and refused without it unless the server is this machine
    smtps://user:password@mail.example:465   TLS from the first byte
"""

import datetime as dt
import email
import email.policy
import re
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from core.clock import now
from core.config import Settings, get_settings
from core.context import Language
from core.errors import Unavailable
from core.ids import new_id

COUNTY_FOLDER = "county"
NEWEST_SHOWN = 50
TIMEOUT_SECONDS = 20
_DEFAULT_PORTS = {"smtp": 587, "smtps": 465}
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_POLICY = email.policy.SMTP.clone(max_line_length=78)


class Unsendable(ValueError):
    """The address or the subject cannot stand in a header. Nothing of it is in the message."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one member of staff. `slug` names the tenant it is about; None is the county."""

    to: str
    subject: str
    text: str
    language: Language
    slug: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A mail as the demo's page shows it."""

    at: dt.datetime
    to: str
    sender: str
    subject: str
    lines: tuple[str, ...]
    language: str


def send(mail: Mail) -> None:
    """Hand the mail over. Raises Unsendable, or Unavailable when there is no server or it refuses: try again later."""
    settings = get_settings()
    message = compose(mail, settings)
    if settings.env != "production" and settings.mail_folder:
        _write(message, _folder(settings.mail_folder, mail.slug))
    elif settings.smtp_url:
        _deliver(message, urlsplit(settings.smtp_url))
    else:
        raise Unavailable("neither MIA_SMTP_URL nor MIA_MAIL_FOLDER is set")


def compose(mail: Mail, settings: Settings) -> EmailMessage:
    """The message with its headers. Raises Unsendable for what could become a header of its own."""
    sender = settings.mail_from
    if not (_ADDRESS.fullmatch(mail.to) and _ADDRESS.fullmatch(sender)):
        raise Unsendable("an address cannot stand in a header")
    if any(ord(sign) < ord(" ") or ord(sign) == 0x7F for sign in mail.subject):
        raise Unsendable("the subject has control characters")
    message = EmailMessage(policy=_POLICY)
    message["From"] = f"MIA <{sender}>"
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now())
    message["Message-ID"] = make_msgid(domain=sender.partition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.text, charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = mail.language  # after the content, which takes its headers with it
    return message


def list_written(slug: str | None) -> list[Written]:
    """The newest mails in the folder of a tenant or (None) the county, newest first; none where mail is really sent."""
    settings = get_settings()
    if settings.env == "production" or not settings.mail_folder:
        return []
    files = sorted(_folder(settings.mail_folder, slug).glob("*.eml"), reverse=True)[:NEWEST_SHOWN]
    return [_read(file) for file in files]


def _folder(root: Path, slug: str | None) -> Path:
    return root / (slug or COUNTY_FOLDER)


def _write(message: EmailMessage, folder: Path) -> None:
    """Whole or not at all: a reader never sees half a mail."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{now():%Y%m%dT%H%M%S%f}-{new_id().hex[:12]}"
    draft = folder / f"{name}.part"
    draft.touch(mode=0o600)
    draft.write_bytes(bytes(message))
    draft.replace(folder / f"{name}.eml")


def _read(file: Path) -> Written:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what this policy makes
    return Written(
        at=message["Date"].datetime,
        to=str(message["To"]),
        sender=str(message["From"]),
        subject=str(message["Subject"]),
        lines=tuple(message.get_content().splitlines()),
        language=str(message["Content-Language"] or "sv"),
    )


def _deliver(message: EmailMessage, server: SplitResult) -> None:
    try:
        with _connected(server) as connection:
            if server.username:
                connection.login(unquote(server.username), unquote(server.password or ""))
            connection.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        # The cause may quote the recipient or the password: only its kind goes on.
        raise Unavailable(f"the mail server: {type(error).__name__}") from None


def _connected(server: SplitResult) -> smtplib.SMTP:
    host, port = server.hostname or "", server.port or _DEFAULT_PORTS.get(server.scheme, 25)
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    connection = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    connection.ehlo()
    if connection.has_extn("starttls"):
        connection.starttls(context=ssl.create_default_context())
    elif host not in _THIS_MACHINE:
        connection.close()
        raise smtplib.SMTPNotSupportedError("the server offers no encryption")
    return connection
