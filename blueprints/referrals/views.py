"""The list of referrals, one referral with its history, and its moves."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blueprints.referrals.forms import SearchForm
from blueprints.referrals.listing import STATUS_KINDS, list_page
from blueprints.referrals.path import history_of, medians, parts_of, sent_page
from blueprints.referrals.path_forms import MoveForm
from core.auth.permissions import Permission, may, requires
from core.consents.queries import list_consents
from core.context import current_person
from core.errors import Invalid, NotFound
from core.i18n import _, _l
from core.lists import Page
from core.participants.choices import list_codes, list_municipalities
from core.persons.merging import takes_in
from core.persons.queries import identity_number
from core.referrals.attachments import list_attachments, may_attach
from core.referrals.errors import MoveNotPossible, ReferralChanged
from core.referrals.narrowing import chosen_by, sought
from core.referrals.queries import (
    LATEST_FIRST,
    SORTABLE,
    get_referral,
    list_events,
    list_referrals,
    list_subjects,
)
from core.referrals.sent import contact_of
from core.referrals.services import is_ours_to_move, move, only_refers
from core.referrals.terms import (
    ARRIVAL_NAMES,
    KIND_NAMES,
    STATE_NAMES,
    ArrivalWay,
    ReferralKind,
    ReferralState,
    possible_moves,
)
from core.saved_lists.queries import list_offered
from core.saved_lists.terms import ListKind
from core.web import conflicts, drafts, navigation
from core.web.conflicts import Said
from core.web.drafts import Drafted
from core.web.narrowing import SORT, asked
from core.web.navigation import Entry
from core.web.paging import Pager, wanted_page
from core.web.sorting import wanted_order

blueprint = Blueprint("referrals", __name__, template_folder="templates")
navigation.add(
    Entry("referrals.index", _l("Referrals"), Permission.READ_REFERRALS, site="tenant", order=10, covers=("inbox", "files"))
)
drafts.register(Drafted("move", page="referrals.show", sends="referrals.move_create", subjects=list_subjects))


@blueprint.get("/referrals")
@requires(Permission.READ_REFERRALS)
def index() -> Response | str:
    """The list, narrowed by state; without a choice it shows what is still open. Who only refers sees what they sent."""
    if only_refers():
        return sent_page()
    said, offered = asked(ListKind.REFERRALS), list_offered(ListKind.REFERRALS)
    opening = next((saved for saved in offered if saved.opens), None)
    if not said and opening is not None:
        said = {name: value for name, value in opening.choices.items() if name != SORT}
    chosen = chosen_by(said)
    page = wanted_page()
    order = wanted_order(SORTABLE, LATEST_FIRST)
    found = list_referrals(chosen, page=page, order=order)
    if page > 1 and not found.rows:
        raise NotFound
    return list_page(
        found,
        Pager(page, found.total),
        order=order,
        chosen=chosen,
        said=said,
        saved=offered,
        medians=medians() if may(current_person(), Permission.MANAGE_SUBPROJECT) else (),
    )


@blueprint.post("/referrals/search")
@requires(Permission.READ_REFERRALS)
def search() -> str | tuple[str, int]:
    """Look for somebody by name or number. The answer is not kept in any address."""
    form = SearchForm()
    if not form.validate_on_submit():
        return list_page(Page([], 0), Pager(1, 0), form=form), 422
    found = list_referrals(sought(form.sought.data))
    return list_page(found, Pager(1, found.total), form=form, searched=True)


@blueprint.get("/referrals/<uuid:referral_id>")
@requires(Permission.READ_REFERRALS)
def show(referral_id: uuid.UUID) -> str:
    """One referral: where it stands, who it is about, what is allowed, what has happened."""
    return _page(referral_id)


@blueprint.post("/referrals/<uuid:referral_id>/moves")
@requires(Permission.READ_REFERRALS, Permission.ASSESS_REFERRAL)
def move_create(referral_id: uuid.UUID) -> Response | tuple[str, int]:
    """The next step. What was typed stays when it is refused or somebody else was first."""
    form = MoveForm()
    try:
        if form.validate_on_submit():
            move(
                referral_id=referral_id,
                to_state=ReferralState(form.to_state.data),
                on_date=form.on_date.data,
                reason=form.reason.data or "",
                referred_to=form.referred_to.data or "",
                version=form.seen_version,
            )
            return _moved(referral_id)
    except Invalid as error:
        form.add_faults(error.faults)
    except (ReferralChanged, MoveNotPossible) as error:
        referral = get_referral(referral_id)
        if conflicts.show(form, _latest_move(referral), version=referral.version) == HTTPStatus.SEE_OTHER:
            return _moved(referral_id)
        form.add_faults({"": error.message})
        return _page(referral_id, form, lost_race=True), 409
    return _page(referral_id, form), 422


def _moved(referral_id: uuid.UUID) -> Response:
    flash(_("The step is noted."), "success")
    return redirect(url_for(".show", referral_id=referral_id), 303)


def _latest_move(referral: Any) -> dict[str, object]:
    """The step that stands, as the form's fields."""
    event = next(one for one in list_events(referral.id) if one.from_state != one.to_state)
    state = ReferralState(referral.state)
    return {
        "to_state": Said(str(STATE_NAMES[state]), state.value),
        "on_date": event.on_date,
        "referred_to": referral.referred_to,
        "reason": event.reason,
    }


def _page(referral_id: uuid.UUID, form: MoveForm | None = None, *, lost_race: bool = False) -> str:
    referral = get_referral(referral_id)
    state = ReferralState(referral.state)
    me = current_person()
    moves = possible_moves(state) if may(me, Permission.ASSESS_REFERRAL) and is_ours_to_move(referral) else []
    form = form or MoveForm()
    form.show(moves, referral.version)
    return render_template(
        "referrals/show.html",
        referral=referral,
        subject=referral.person,
        number=identity_number(referral.person),
        may_join=may(current_person(), Permission.TAKE_IN) and takes_in(),
        contact=contact_of(referral),
        state=state,
        state_name=STATE_NAMES[state],
        status_kind=STATUS_KINDS.get(state, "plain"),
        kind_name=KIND_NAMES[ReferralKind(referral.kind)],
        arrival_name=ARRIVAL_NAMES[ArrivalWay(referral.arrival_way)],
        party=list_codes("referring_party")["referring_party"].get(referral.referring_party),
        municipality=dict(list_municipalities()).get(referral.municipality_code or ""),
        events=history_of(referral_id),
        consents=list_consents(referral.person_id),
        form=form,
        lost_race=lost_race,
        moves=moves,
        may_refer_on=ReferralState.REFERRED_ON in moves or bool(form.referred_to.data),
        may_register_consent=may(me, Permission.REGISTER_CONSENT),
        may_hand_over=may(me, Permission.HAND_OVER) and referral.owner_id == me.authority_id,
        may_start=state == ReferralState.OFFERED and may(me, Permission.START_PARTICIPATION),
        attachments=list_attachments(referral_id),
        may_attach=may_attach(referral.owner_id),
        **parts_of(referral),
    )
