"""What is written about staff. Participants are never named here."""

from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError

from core.accounts.terms import AUTHORITY_ONLY, ROLE_NAMES, Role, is_email
from core.auth.administration import employers_here, roles_here
from core.auth.colleagues import ASSOCIATION
from core.clock import today
from core.i18n import _, _l
from core.web.fields import ChoiceField, DateField, HiddenField, IntegerField, Optional, RadioField, Required, TextField
from core.web.forms import MiaForm

ROLE_HINTS = {
    Role.SUBPROJECT_MANAGER: _l("Intake, caseload, outcomes. Reads about people only when an authority is the employer."),
    Role.CASE_WORKER: _l("Own participants. Needs an authority as employer."),
    Role.PARTY_REPRESENTATIVE: _l("Referrals to the team and the joint plan. Needs an authority as employer."),
    Role.REFERRER: _l("Refers people and sees the answer. Needs an authority as employer."),
    Role.ASSOCIATION_OFFICE: _l("Figures and the public page. Never reads about people."),
    Role.LOG_REVIEWER: _l("Reviews who has read what."),
    Role.TENANT_ADMIN: _l("Staff, roles and authorities. Never reads about people."),
    Role.COMMUNICATOR: _l("Texts and news on the public pages."),
    Role.PROGRAMME_MANAGER: _l("County totals and goals. Never reads about people."),
    Role.PROGRAMME_CONTROLLER: _l("County totals, budget and outcome. Never reads about people."),
    Role.ESF_REPORTER: _l("County totals and the monthly report to ESF."),
    Role.PLATFORM_ADMIN: _l("Tenants, jobs and the county's staff. Never reads about people."),
}
"""What each role comes to do, beside its name."""


class _IsEmail:
    """Validator: mail can be sent there."""

    def __call__(self, _form: object, field: Field) -> None:
        if not is_email(field.data or ""):
            raise ValidationError(_("Write an e-mail address, such as name@example.com"))


class WhoForm(MiaForm):
    """A name and an address. Stands before the role, on the page as among the faults."""

    name = TextField(
        _l("Name"),
        [Required(_l("Write the person's name"))],
        description=_l("As colleagues know them. Somebody who has an account already keeps their name."),
    )
    email = TextField(
        _l("E-mail"),
        [Required(_l("Write the person's e-mail address at work")), _IsEmail()],
        max_length=254,
        description=_l("Their own address at work. A mail with a link goes there; the link works once, within 72 hours."),
    )


class RoleForm(MiaForm):
    """A role, at a tenant who employs, and where its holder is called."""

    role = RadioField(_l("Role"), [Required(_l("Choose a role"))])
    employer = ChoiceField(
        _l("Employer"),
        [Required(_l("Choose who employs the person"))],
        description=_l(
            "Rights follow the employer. The list has the association and the authorities with a processing agreement in force."
        ),
    )
    work_phone = TextField(
        _l("Telephone at work"),
        [Optional()],
        max_length=40,
        description=_l("Which colleagues and other authorities may call. Never a private number."),
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.role.choices = [(role.value, f"{str(ROLE_NAMES[role]).capitalize()}. {ROLE_HINTS[role]}") for role in roles_here()]
        employers = employers_here()
        if employers:
            self.employer.choices = employers
        else:
            del self.employer

    @property
    def chosen(self) -> tuple[Role, str] | None:
        """Role and employer when both are among those offered; None when the form says what is missing."""
        offered = {value for value, _label in self.role.choices}
        if self.role.data not in offered or ("employer" in self and not self.employer.data):
            return None
        return Role(self.role.data), self.employer.data if "employer" in self else ""

    @property
    def phone(self) -> str:
        """The number as it was typed; empty for none."""
        return self.work_phone.data or ""

    def validate(self, extra_validators: Any = None) -> bool:
        """Also says at once when the role and the employer do not go together."""
        valid = super().validate(extra_validators)
        chosen = self.chosen
        if chosen and chosen[1] == ASSOCIATION and chosen[0] in AUTHORITY_ONLY:
            self.add_faults({"employer": _("This role reads about people, so an authority must employ its holder")})
            return False
        return valid


class InviteForm(RoleForm, WhoForm):
    """Somebody new at this site."""


class RoleChangeForm(RoleForm):
    """A role that is held already, as it was when the form was opened."""

    version = IntegerField(widget=HiddenField.widget, default=0)


class EndForm(MiaForm):
    """The day a role ends."""

    version = IntegerField(widget=HiddenField.widget, default=0)
    ended_on = DateField(
        _l("The role ends on"),
        [Required(_l("Write the day the role ends"))],
        description=_l("From this day it opens nothing. Today closes it at once."),
        default=today,
    )
