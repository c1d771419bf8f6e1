"""The message, its headers, and the way to the mail server. Only smtplib is made up."""

import email
import email.policy
import smtplib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from core import mail
from core.config import Settings, forget_settings
from core.errors import Unavailable
from core.mail import Mail, Unsendable

SETTINGS = Settings(env="test", mail_from="mia@county.example")
LINK = "http://roslagen.localhost/welcome/" + "x" * 90


def a_mail(**changes: Any) -> Mail:
    values: dict[str, Any] = {"to": "ny@roslagen.example", "subject": "Du är inbjuden till MIA", "text": f"Hej,\n\n{LINK}\n"}
    return Mail(**values | {"language": "sv", "slug": "roslagen"} | changes)


def test_a_mail_is_plain_text_with_the_headers_of_a_machine() -> None:
    sent = bytes(mail.compose(a_mail(), SETTINGS))
    read = email.message_from_bytes(sent, policy=email.policy.default)
    assert read.get_content_type() == "text/plain"
    assert read.get_content().splitlines() == ["Hej,", "", LINK], "a long link comes through whole"
    assert (str(read["From"]), str(read["To"])) == ("MIA <mia@county.example>", "ny@roslagen.example")
    assert str(read["Subject"]) == "Du är inbjuden till MIA"
    assert (read["Auto-Submitted"], read["Content-Language"]) == ("auto-generated", "sv")
    assert read["Message-ID"].endswith("@county.example>")
    assert read["Date"].datetime.utcoffset() is not None
    assert all(len(line) <= 998 and line.isascii() for line in sent.decode("ascii").splitlines())


@pytest.mark.parametrize(
    "address",
    [
        "ny@roslagen.example\r\nBcc: alla@evil.example",
        "ny@roslagen.example\nBcc: alla@evil.example",
        "ny@roslagen.example, alla@evil.example",
        "ny@roslagen.example;alla@evil.example",
        "Ny <ny@roslagen.example>",
        "ny@roslagen.example\x00",
        "ny@roslagen.example\x85Bcc: x@y.example",
        "nÿ@roslagen.example",
        "ny@roslagen",
        "@roslagen.example",
        "",
    ],
)
def test_an_address_never_becomes_a_second_header_or_recipient(address: str) -> None:
    with pytest.raises(Unsendable) as refused:
        mail.compose(a_mail(to=address), SETTINGS)
    assert "evil" not in str(refused.value)
    with pytest.raises(Unsendable):
        mail.compose(a_mail(), SETTINGS.model_copy(update={"mail_from": address}))


@pytest.mark.parametrize("subject", ["Hej\r\nBcc: alla@evil.example", "Hej\nX: y", "Hej\rX: y", "Hej\x00", "Hej\x7f"])
def test_a_subject_never_becomes_a_second_header(subject: str) -> None:
    with pytest.raises(Unsendable):
        mail.compose(a_mail(subject=subject), SETTINGS)


def test_a_text_that_looks_like_headers_stays_text() -> None:
    sent = bytes(mail.compose(a_mail(text="Bcc: alla@evil.example\n.\nQUIT\n"), SETTINGS))
    read = email.message_from_bytes(sent, policy=email.policy.default)
    assert read["Bcc"] is None
    assert "Bcc: alla@evil.example" in read.get_content()


# Written to a folder --------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    environment(monkeypatch, MIA_ENV="demo", MIA_MAIL_FOLDER=str(tmp_path))
    yield tmp_path
    forget_settings()


def environment(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name in ("MIA_SMTP_URL", "MIA_MAIL_FOLDER", "MIA_TODAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"MIA_MAIL_FROM": "mia@county.example"} | values).items():
        monkeypatch.setenv(name, value)
    forget_settings()


def test_each_tenant_has_a_folder_of_its_own_that_nobody_else_reads(folder: Path) -> None:
    mail.send(a_mail(subject="Ett"))
    mail.send(a_mail(subject="Två"))
    mail.send(a_mail(subject="County", slug=None, language="en"))
    assert [written.subject for written in mail.list_written("roslagen")] == ["Två", "Ett"], "newest first"
    assert [written.subject for written in mail.list_written(None)] == ["County"]
    assert mail.list_written("hbs") == []
    assert mail.list_written("roslagen")[0].lines == ("Hej,", "", LINK)
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert {file.suffix for file in files} == {".eml"}, "no half-written mail is left"
    assert {file.stat().st_mode & 0o077 for file in files} == {0}


def test_in_production_no_folder_is_written_or_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mail.send(a_mail())
    environment(monkeypatch, MIA_ENV="production", MIA_MAIL_FOLDER=str(folder))
    assert mail.list_written("roslagen") == []
    with pytest.raises(Unavailable):
        mail.send(a_mail())


# By a server ----------------------------------------------------------------------------------------------------------------


class Server:
    """What smtplib would speak to."""

    spoken: ClassVar[list[str]] = []
    offers_tls = True
    fails: ClassVar[Exception | None] = None

    def __init__(self, host: str, port: int, **_: Any) -> None:
        self.spoken.append(f"{type(self).__name__} {host}:{port}")
        if self.fails:
            raise self.fails

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.spoken.append("quit")

    def ehlo(self) -> None: ...

    def close(self) -> None:
        self.spoken.append("close")

    def has_extn(self, name: str) -> bool:
        return name == "starttls" and self.offers_tls

    def starttls(self, **options: Any) -> None:
        assert options["context"].check_hostname
        self.spoken.append("starttls")

    def login(self, user: str, password: str) -> None:
        self.spoken.append(f"login {user} {password}")

    def send_message(self, message: Any) -> None:
        self.spoken.append(f"to {message['To']}")


class ImplicitTls(Server):
    """The same behind TLS."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Server]]:
    Server.spoken.clear()
    monkeypatch.setattr(Server, "offers_tls", True)
    monkeypatch.setattr(Server, "fails", None)
    monkeypatch.setattr(smtplib, "SMTP", Server)
    monkeypatch.setattr(smtplib, "SMTP_SSL", ImplicitTls)
    yield Server
    forget_settings()


def test_the_connection_is_encrypted_before_the_password_is_said(server: type[Server], monkeypatch: pytest.MonkeyPatch) -> None:
    environment(monkeypatch, MIA_ENV="production", MIA_SMTP_URL="smtp://mia:p%40ss@mail.example")
    mail.send(a_mail())
    assert server.spoken == ["Server mail.example:587", "starttls", "login mia p@ss", "to ny@roslagen.example", "quit"]


def test_tls_from_the_first_byte(server: type[Server], monkeypatch: pytest.MonkeyPatch) -> None:
    environment(monkeypatch, MIA_ENV="production", MIA_SMTP_URL="smtps://mail.example")
    mail.send(a_mail())
    assert server.spoken == ["ImplicitTls mail.example:465", "to ny@roslagen.example", "quit"]


def test_a_server_without_encryption_is_refused_unless_it_is_this_machine(
    server: type[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "offers_tls", False)
    environment(monkeypatch, MIA_ENV="production", MIA_SMTP_URL="smtp://mia:secret@mail.example")
    with pytest.raises(Unavailable):
        mail.send(a_mail())
    assert "login" not in " ".join(server.spoken)
    environment(monkeypatch, MIA_ENV="production", MIA_SMTP_URL="smtp://localhost:25")
    mail.send(a_mail())
    assert server.spoken[-2:] == ["to ny@roslagen.example", "quit"]


def test_a_failure_quotes_neither_recipient_nor_password(server: type[Server], monkeypatch: pytest.MonkeyPatch) -> None:
    refused = smtplib.SMTPRecipientsRefused({"ny@roslagen.example": (550, b"secret")})
    monkeypatch.setattr(server, "fails", refused)
    environment(monkeypatch, MIA_ENV="production", MIA_SMTP_URL="smtp://mia:secret@mail.example")
    with pytest.raises(Unavailable) as failed:
        mail.send(a_mail())
    assert str(failed.value) == "the mail server: SMTPRecipientsRefused"
    assert failed.value.__cause__ is None
