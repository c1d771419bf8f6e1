"""The list, the trend, and one of them: noted, shown, written anew."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.deviations.forms import DeviationForm
from blueprints.deviations.page import get_page
from blueprints.deviations.trend import first_month, trend_of
from core.auth.permissions import Permission, may, requires
from core.authorities.queries import list_parties, names_of_authorities
from core.clock import today
from core.constraints import SentTwice
from core.context import current_person
from core.deviations import queries, services
from core.deviations.queries import MINE, OPEN, Chosen
from core.deviations.terms import (
    CATEGORIES,
    COUNTY_STATE_NAMES,
    KIND_NAMES,
    LEVEL_NAMES,
    OPEN_STATES,
    STATE_NAMES,
    Kind,
    State,
)
from core.errors import NotFound
from core.i18n import _, _l
from core.ids import read_id
from core.participants.choices import list_codes
from core.web import conflicts, drafts, waiting
from core.web.deeds import carry_out
from core.web.drafts import Drafted
from core.web.paging import Pager, wanted_page
from core.web.waiting import Waiting

blueprint = Blueprint("deviations", __name__, template_folder="templates")
Page = str | tuple[str, int] | Response
WHOSE_NAMES = {
    queries.NOTED: _l("That I have noted"),
    queries.TO_READ: _l("That I am to read through"),
    queries.TO_MEND: _l("That I am to write in another way"),
    queries.MY_STEP: _l("Where the next step is mine"),
    queries.STEP_DUE: _l("Where my next step is due"),
    queries.ANSWERED: _l("Of mine, answered by the county"),
}


def _of(deviation_id: uuid.UUID) -> list[uuid.UUID]:
    """For drafts: about no participant; NotFound when it is not theirs to see."""
    queries.read_deviation(deviation_id)
    return []


drafts.register(
    Drafted("deviation", page="deviations.new", sends="deviations.create"),
    Drafted("deviation-change", page="deviations.edit", sends="deviations.update", subjects=_of),
    Drafted("deviation-step", page="deviations.edit_step", sends="deviations.update_step", subjects=_of),
    Drafted("deviation-state", page="deviations.edit_state", sends="deviations.update_state", subjects=_of),
)
waiting.add(
    Waiting(
        "deviations_to_read",
        _l("Failures and good examples to read through"),
        "deviations.index",
        Permission.READ_DEVIATIONS,
        lambda: queries.count_mine(queries.TO_READ),
        values={"whose": queries.TO_READ},
        order=20,
        may_be_at_once=True,
    ),
    Waiting(
        "deviations_to_mend",
        _l("Failures and good examples to write in another way"),
        "deviations.index",
        Permission.NOTE_DEVIATION,
        lambda: queries.count_mine(queries.TO_MEND),
        values={"whose": queries.TO_MEND},
        order=50,
    ),
    Waiting(
        "deviations_my_step",
        _l("Failures and good examples whose next step is mine and due"),
        "deviations.index",
        Permission.READ_DEVIATIONS,
        lambda: queries.count_mine(queries.STEP_DUE),
        values={"whose": queries.STEP_DUE},
        order=35,
    ),
    Waiting(
        "deviations_answered",
        _l("Failures and good examples that the county has answered"),
        "deviations.index",
        Permission.NOTE_DEVIATION,
        lambda: queries.count_mine(queries.ANSWERED),
        values={"whose": queries.ANSWERED, "state": "all"},
        order=70,
        may_be_at_once=True,
    ),
)


@blueprint.app_template_global("deviation_words")
def deviation_words() -> dict[str, Any]:
    """What the templates share."""
    return {"kinds": KIND_NAMES, "levels": LEVEL_NAMES, "states": STATE_NAMES, "county": COUNTY_STATE_NAMES}


@blueprint.get("/deviations")
@requires(Permission.NOTE_DEVIATION)
def index() -> str:
    """`state`: one of them, "open" (unless said otherwise) or "all"; `whose`: one of MINE."""
    page, chosen = wanted_page(), _chosen()
    found = queries.list_deviations(chosen, page=page)
    if page > 1 and not found.rows:
        raise NotFound
    return render_template(
        "deviations/index.html",
        rows=found.rows,
        pager=Pager(page, found.total),
        chosen=chosen,
        categories=[(row.key, row.name) for row in list_codes(CATEGORIES)[CATEGORIES].values()],
        parties=list_parties(),
        whose=WHOSE_NAMES,
        today=today(),
        open_states=OPEN_STATES,
        shows_trend=may(current_person(), Permission.READ_DEVIATIONS),
    )


def _chosen() -> Chosen:
    asked = {name: request.args.get(name) or None for name in ("kind", "category", "party", "whose")}
    state = request.args.get("state") or OPEN
    return Chosen(
        kind=asked["kind"] if asked["kind"] in set(Kind) else None,
        state=state if state in {OPEN, *State} else None,
        category=asked["category"] if asked["category"] in list_codes(CATEGORIES)[CATEGORIES] else None,
        party=asked["party"] if asked["party"] in dict(list_parties()) else None,
        whose=asked["whose"] if asked["whose"] in MINE else None,
    )


@blueprint.get("/deviations/trend")
@requires(Permission.READ_DEVIATIONS)
def trend() -> str:
    return render_template("deviations/trend.html", picture=trend_of(queries.count_by_month(first_month(today())), today()))


@blueprint.get("/deviations/new")
@requires(Permission.NOTE_DEVIATION)
def new() -> str:
    kind = request.args.get("kind")
    return _new_page(_form(data={"kind": kind if kind in set(Kind) else None, "level": "local"}))


@blueprint.post("/deviations/new")
@requires(Permission.NOTE_DEVIATION)
def create() -> Page:
    form = _form()
    token = read_id(form.token.data)

    def note() -> object:
        return services.note_deviation(written=form.written(), form_token=token)

    status = carry_out(form, note, twice=(SentTwice,))
    if status != HTTPStatus.SEE_OTHER:
        form.ask(form.written().texts)
        return _new_page(form), status
    flash(_("It is noted. Somebody else reads it through before others see it."), "success")
    made = queries.find_sent(token) if token else None
    onward = url_for("deviations.show", deviation_id=made.id) if made else url_for("deviations.index")
    return redirect(onward, HTTPStatus.SEE_OTHER)


def _form(**options: Any) -> DeviationForm:
    me = current_person()
    readers = queries.list_colleagues(me.authority_id, everybody=True, besides=me.account_id)
    authorities = [(str(key), name) for key, name in sorted(names_of_authorities().items(), key=lambda pair: pair[1])]
    return DeviationForm(list_parties(), authorities, readers, **options)


def _new_page(form: DeviationForm) -> str:
    return render_template("deviations/new.html", form=form)


@blueprint.get("/deviations/<uuid:deviation_id>")
@requires(Permission.NOTE_DEVIATION)
def show(deviation_id: uuid.UUID) -> str:
    return render_template("deviations/show.html", page=get_page(queries.read_deviation(deviation_id)), today=today())


@blueprint.get("/deviations/<uuid:deviation_id>/edit")
@requires(Permission.NOTE_DEVIATION)
def edit(deviation_id: uuid.UUID) -> str:
    deviation = services.require_writable(queries.read_deviation(deviation_id))
    return _edit_page(_form(data={**_stored(deviation), "version": deviation.version}), deviation)


@blueprint.post("/deviations/<uuid:deviation_id>/edit")
@requires(Permission.NOTE_DEVIATION)
def update(deviation_id: uuid.UUID) -> Page:
    deviation, form = queries.read_deviation(deviation_id, lock=True), _form()
    status = carry_out(form, lambda: services.rewrite(deviation=deviation, version=form.version.data, written=form.written()))
    if status == HTTPStatus.CONFLICT:
        deviation = queries.read_deviation(deviation_id)
        status = conflicts.show(form, _stored(deviation), version=deviation.version)
    if status != HTTPStatus.SEE_OTHER:
        form.ask(form.written().texts)
        return _edit_page(form, deviation), status
    flash(_("It is saved. Words that are new are read through before others see them."), "success")
    return redirect(url_for("deviations.show", deviation_id=deviation_id), HTTPStatus.SEE_OTHER)


def _stored(deviation: Any) -> dict[str, object]:
    """What stands, as the form's fields."""
    text = queries.get_text(deviation, deviation.text_number)
    parties, authorities = queries.list_touched(deviation)
    return {
        "kind": deviation.kind,
        "title": text.title,
        "words": text.words,
        "proposal": text.proposal,
        "category": deviation.category,
        "parties": parties,
        "authorities": [str(one) for one in authorities],
        "level": deviation.level,
        "reader_id": str(deviation.reader_id) if deviation.reader_id else None,
    }


def _edit_page(form: DeviationForm, deviation: Any) -> str:
    return render_template("deviations/edit.html", form=form, deviation=deviation)
