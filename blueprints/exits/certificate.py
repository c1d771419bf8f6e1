"""The certificate of participation: a paper for the participant, in Swedish or in English."""

import uuid
from typing import Any

from werkzeug.wrappers import Response

from blueprints.exits.views import blueprint
from core.auth.permissions import Permission, requires
from core.context import Language, language
from core.documents import make_pdf
from core.i18n import _, format_date, format_number, use_language
from core.outcomes.certificate import Certificate, get_certificate


@blueprint.get("/participants/<uuid:participation_id>/certificate-<any(sv, en):paper_language>.pdf")
@requires(Permission.READ_PARTICIPANTS)
def certificate(participation_id: uuid.UUID, paper_language: Language) -> Response:
    """A download, never kept by a browser; logged as something taken out."""
    use_language(paper_language)
    facts = get_certificate(participation_id)
    answer = Response(make_pdf("certificate", paper_of(facts)), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{facts.number}-{paper_language}.pdf"'
    return answer


def paper_of(facts: Certificate) -> dict[str, Any]:
    """The data of core/papers/certificate.typ, in the language of the scope."""
    first = format_date(facts.started_on)
    if facts.ended_on:
        says = _(
            "took part in %(place)s from %(first)s to %(last)s.",
            place=facts.subproject,
            first=first,
            last=format_date(facts.ended_on),
        )
    else:
        says = _("has taken part in %(place)s since %(first)s.", place=facts.subproject, first=first)
    shown = [[_("Hours of attendance"), format_number(facts.hours)]] if facts.hours else []
    return {
        "lang": language(),
        "title": _("Certificate of participation"),
        "footer": _("%(owner)s · number %(number)s", owner=facts.controller, number=facts.number),
        "eu": _("Co-funded by the European Union"),
        "name": facts.name,
        "says": says,
        "facts": [*shown, [_("Issued on"), format_date(facts.issued_on)]],
        "insatser_heading": _("Interventions"),
        "insatser": [[name, _days(starts_on, ends_on)] for name, starts_on, ends_on in facts.insatser],
        "sign": [[_("Signature and name in print"), facts.controller]],
    }


def _days(starts_on: Any, ends_on: Any) -> str:
    if ends_on is None:
        return _("since %(day)s", day=format_date(starts_on))
    return _("%(first)s to %(last)s", first=format_date(starts_on), last=format_date(ends_on))
