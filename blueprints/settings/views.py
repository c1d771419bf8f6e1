"""The settings of the delprojekt that runs now. Two who change them at once see each other's changes."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.settings.forms import SettingsForm
from core.auth.permissions import Permission, may, requires
from core.context import current_person
from core.i18n import _
from core.participants.choices import find_authority
from core.participants.codes import LISTS
from core.participants.settings import change_settings, get_settings, list_intake_authorities
from core.web import conflicts, drafts
from core.web.deeds import carry_out
from core.web.drafts import Drafted

blueprint = Blueprint("settings", __name__, url_prefix="/settings", template_folder="templates")
drafts.register(Drafted("settings", page="settings.edit", sends="settings.update"))


@blueprint.get("")
@requires(Permission.MANAGE_SUBPROJECT)
def edit() -> str:
    """What stands, ready to be changed."""
    subproject = get_settings()
    return _page(SettingsForm(_authorities(subproject), _stored(subproject)))


@blueprint.post("")
@requires(Permission.MANAGE_SUBPROJECT)
def update() -> Response | tuple[str, int]:
    """Keep them, or say everything that is wrong at once."""
    subproject = get_settings()
    form = SettingsForm(_authorities(subproject))
    status = carry_out(form, lambda: change_settings(subproject=subproject, version=form.version.data or 0, values=form.values))
    if status == HTTPStatus.CONFLICT:
        theirs = get_settings()
        stored = _stored(theirs)
        del stored["version"]
        status = conflicts.show(form, stored, version=theirs.version)
    if status != HTTPStatus.SEE_OTHER:
        return _page(form, lost_race=status == HTTPStatus.CONFLICT), status
    flash(_("The settings are saved."), "success")
    return redirect(url_for(".edit"), HTTPStatus.SEE_OTHER)


def _stored(subproject: Any) -> dict[str, object]:
    """What stands, as the form's fields."""
    intake = subproject.intake_authority_id
    return {
        "version": subproject.version,
        "intake_authority_id": str(intake) if intake else None,
        "places": subproject.places,
        "age_min": subproject.age_min,
        "age_max": subproject.age_max,
        "mapping_counts": "yes" if subproject.mapping_counts else "no",
        "review_weeks": subproject.review_weeks,
        "consent_months": subproject.consent_months,
        "reminder_days": subproject.reminder_days,
        "quiet_days": subproject.quiet_days,
        "caseload_limit": subproject.caseload_limit,
        "follow_up_months": ", ".join(str(month) for month in subproject.follow_up_months),
        "esf_ends_on": subproject.esf_ends_on,
    }


def _authorities(subproject: Any) -> list[tuple[str, str]]:
    """Those that may be chosen, and the one that stands although its agreement has ended."""
    found = list_intake_authorities()
    intake = find_authority(subproject.intake_authority_id) if subproject.intake_authority_id else None
    if intake is not None and str(intake.id) not in dict(found):
        found = [*found, (str(intake.id), _("%(name)s (no agreement in force)", name=intake.name))]
    return found


def _page(form: SettingsForm, *, lost_race: bool = False) -> str:
    reads = may(current_person(), Permission.READ_PARTICIPANTS)
    return render_template("settings/edit.html", form=form, lists=LISTS, lost_race=lost_race, reads_participants=reads)
