"""What can go wrong with accounts and memberships, in words of the trade."""

from core.errors import Conflict, DomainError, Invalid, NotFound
from core.i18n import _, ngettext


class EmployerNeeded(Invalid):
    """The role reads persons, so an authority must employ its holder."""

    def __init__(self) -> None:
        super().__init__({"employer": _("This role reads about people, so an authority must employ its holder")})


class AnotherEmployer(Conflict):
    """Someone has one employer at a delprojekt: rights follow the employer."""

    def __init__(self, employer: str) -> None:
        super().__init__(
            _("Already employed here by %(employer)s. End those roles before another employer is named", employer=employer)
        )


class OfficeReadsNoPersons(Conflict):
    """The association office sees figures only, and cannot hold a role that reads persons beside it."""

    def __init__(self) -> None:
        super().__init__(_("The association office sees figures only and cannot be combined with this role"))


class RoleOfAnotherSite(Invalid):
    """A county role at a delprojekt, or the reverse."""

    def __init__(self) -> None:
        super().__init__({"role": _("This role does not exist here")})


class RoleHeldAlready(Conflict):
    """The membership is in force already."""

    def __init__(self) -> None:
        super().__init__(_("The role is held already"))


class RoleChangedMeanwhile(Conflict):
    """Somebody else changed or ended the role after the form was opened. The page shows both versions."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has changed this since you opened it. Compare, then save again."))


class EmailTaken(Conflict):
    """One account for one address."""

    def __init__(self) -> None:
        super().__init__(_("There is an account with this e-mail address already"))


class LastAdmin(Conflict):
    """Somebody must be able to give roles on a site."""

    def __init__(self) -> None:
        super().__init__(_("This is the last administrator here. Give the role to somebody else first"))


class OwnRights(Conflict):
    """Nobody gives themselves the right to read about people."""

    def __init__(self) -> None:
        super().__init__(_("You cannot give yourself a role that reads about people. Ask another administrator"))


class OwnAdminRole(Conflict):
    """An administrator does not end being one: another does."""

    def __init__(self) -> None:
        super().__init__(_("You cannot end your own role as administrator. Ask another administrator to do it"))


class WorksElsewhere(Conflict):
    """What protects the account protects other sites too."""

    def __init__(self) -> None:
        super().__init__(_("This person works at another site too, so the second step is reset by those who operate the system"))


class EmployerWithoutAgreement(Invalid):
    """The authority has no processing agreement in force with this tenant, or is none of its."""

    def __init__(self) -> None:
        super().__init__({"employer": _("Choose an authority with a processing agreement in force")})


class LinkWorn(NotFound):
    """The one-time link was used, is too old or never existed; which of them is not said."""


class SignInRefused(DomainError):
    """Wrong e-mail, wrong password, no password yet or a disabled account; which of them is not said."""

    def __init__(self) -> None:
        super().__init__(_("The e-mail address or the password is wrong"))


class CodeRefused(DomainError):
    """The code of the second step is wrong, too old or used."""

    def __init__(self) -> None:
        super().__init__(_("The code is wrong or has been used. Wait for the next one and try again"))


class NoRoleHere(DomainError):
    """E-mail and password are right, but there is no role on this site."""

    def __init__(self) -> None:
        super().__init__(_("You have no role here. Sign in on the site where you work"))


class TooManyTries(DomainError):
    """Guessing has been slowed down. Said alike whether the account exists or not."""

    def __init__(self, minutes: int) -> None:
        super().__init__(
            ngettext(
                "Too many tries. Wait %(num)s minute and try again",
                "Too many tries. Wait %(num)s minutes and try again",
                minutes,
            )
        )
        self.minutes = minutes
