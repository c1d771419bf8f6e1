"""The words of every mail. They are given a kind, a site and an address, so that nothing about a person can come in."""

from core.accounts.terms import LinkPurpose, MailKind
from core.i18n import _, ngettext

LINKS = {
    MailKind.INVITE: LinkPurpose.INVITE,
    MailKind.RESET_PASSWORD: LinkPurpose.RESET_PASSWORD,
    MailKind.RESET_TOTP: LinkPurpose.RESET_TOTP,
}
"""Kinds of mail that carry a one-time link, and what the link lets its holder do."""


def words_of(kind: MailKind, *, site: str, address: str, hours: int) -> tuple[str, str]:
    """(subject, text) in the language of the scope. `address`: where the mail leads; `hours`: how long a link lives."""
    subject, said = _said(kind, site)
    once = ngettext(
        "The link works once, within %(num)s hour. If it has stopped working, ask your administrator for a new one.",
        "The link works once, within %(num)s hours. If it has stopped working, ask your administrator for a new one.",
        hours,
    )
    parts = [
        _("Hello,"),
        said,
        address,
        *([once, _("If you did not expect this mail, do nothing and tell your administrator.")] if kind in LINKS else []),
        _("This mail was sent by MIA. It cannot be answered. MIA never writes about participants in a mail."),
    ]
    return subject, "\n\n".join(parts) + "\n"


def words_of_waiting(*, site: str, address: str, settings: str, kinds: int, at_once: bool) -> tuple[str, str]:
    """(subject, text) of the mail that says that something waits: how many kinds of things, and nothing else of them.

    `address` is where they stand, `settings` where the mails are chosen or turned off.
    """
    told = ngettext(
        "%(num)s kind of thing waits for you in MIA, %(site)s:",
        "%(num)s kinds of things wait for you in MIA, %(site)s:",
        kinds,
        site=site,
    )
    if at_once:
        told = _("Something new has come in for you in MIA, %(site)s:", site=site)
    parts = [
        _("Hello,"),
        told,
        address,
        _("You choose what you get mail about, and how often, here:"),
        settings,
        _("This mail was sent by MIA. It cannot be answered. MIA never writes about participants in a mail."),
    ]
    return _("You have something to see to in MIA"), "\n\n".join(parts) + "\n"


def words_of_release(*, site: str, address: str) -> tuple[str, str]:
    """(subject, text) of the mail that says that a new release is there: where, and nothing of what it says."""
    parts = [
        _("Hello,"),
        _("A new release of the county's figures is there in MIA, %(site)s, with its files. Sign in to read it:", site=site),
        address,
        _("This mail was sent by MIA. It cannot be answered. MIA never writes about participants in a mail."),
    ]
    return _("A new release of figures in MIA"), "\n\n".join(parts) + "\n"


def _said(kind: MailKind, site: str) -> tuple[str, str]:
    if kind is MailKind.INVITE:
        return (
            _("You have been invited to MIA"),
            _("You have been given a role in MIA, %(site)s. Choose your password here:", site=site),
        )
    if kind is MailKind.RESET_PASSWORD:
        return (
            _("Choose a new password in MIA"),
            _("You have been sent a link to choose a new password in MIA, %(site)s:", site=site),
        )
    if kind is MailKind.RESET_TOTP:
        return (
            _("Set up your sign-in to MIA again"),
            _(
                "Your second step at sign-in to MIA, %(site)s, is being reset. Choose a new password here. "
                "Then you set up your authenticator app anew:",
                site=site,
            ),
        )
    if kind is MailKind.ROLE_GIVEN:
        return (
            _("You have a new role in MIA"),
            _("You have been given a role in MIA, %(site)s. Sign in with the password you have already:", site=site),
        )
    return (
        _("You have something to see to in MIA"),
        _("There is something for you to see to in MIA, %(site)s. Sign in to read it:", site=site),
    )
