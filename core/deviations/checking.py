"""A text is looked through before it is kept: what may tell who it is about is refused, or asked about word by word."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from core.audit import Action, record_access
from core.db import session
from core.deviations import traces
from core.deviations.terms import MOST_WORDS
from core.i18n import _
from core.participants.models import Authority, Participation, Person, Subproject, SubprojectMunicipality
from core.participants.queries import visible_participations


def faults_of_traces(texts: dict[str, str], *, sure_of: Collection[str]) -> dict[str, object]:
    """By field: what may not stand there. Under "sure": the words that have to be looked at, unless the writer has said
    that they are sure of each of them (`sure_of`)."""
    faults: dict[str, object] = {}
    asked: dict[str, None] = {}
    for field, found in find_traces(texts).items():
        never = [trace for trace in found if trace.sort in traces.NEVER]
        if never:
            faults[field] = _(
                "Take away %(words)s: it tells who it is about", words=", ".join(f"“{trace.word}”" for trace in never)
            )
        asked |= dict.fromkeys(trace.word for trace in found if trace.sort not in traces.NEVER and trace.word not in sure_of)
    if asked:
        faults["sure"] = _(
            "Look once more at %(words)s. Write it without, or say that nobody can be recognised by it.",
            words=", ".join(f"“{word}”" for word in asked),
        )
    return faults


def list_asked(texts: dict[str, str]) -> list[str]:
    """The words that the writer has to be sure of."""
    found = find_traces(texts).values()
    return list(dict.fromkeys(trace.word for one in found for trace in one if trace.sort not in traces.NEVER))


def find_traces(texts: dict[str, str]) -> dict[str, list[traces.Trace]]:
    """By field: what may tell who it is about, as far as the signed-in person may know.

    The names are those of participants they may see, never of others: or the page would answer whether somebody takes part.
    The look-up is logged as a search, without the words.
    """
    texts = {field: text[:MOST_WORDS] for field, text in texts.items()}  # what is longer is refused for its length
    words = traces.words_of("\n".join(texts.values()))
    record_access(Action.SEARCH, subject_ids=[], fields="names")
    prefixes = session.scalars(sa.select(Subproject.number_prefix).order_by(Subproject.id)).all()
    names, places = _names_among(words), _places()
    return {field: traces.look_for(text, prefixes=prefixes, names=names, places=places) for field, text in texts.items() if text}


def _names_among(words: Sequence[str]) -> Sequence[str]:
    """Those that are a part of the name of a participant whom the signed-in person may see."""
    if not words:
        return []
    typed = sa.func.unnest(sa.cast(list(words), sa.ARRAY(sa.Text()))).table_valued("word").render_derived()
    name = sa.func.string_to_array(sa.func.replace(Person.search_key, "-", " "), " ")
    parts = sa.select(sa.func.unnest(name).label("part")).join(Participation, Participation.person_id == Person.id)
    known = visible_participations(parts).distinct().subquery()
    return session.scalars(sa.select(typed.c.word).join(known, known.c.part == sa.func.ext.sv_fold(typed.c.word))).all()


def _places() -> set[str]:
    """Words of the names of authorities, municipalities and delprojekt."""
    tables = (one.__table__.c for one in (Authority, SubprojectMunicipality, Subproject))
    names = sa.union_all(*(sa.select(columns.name) for columns in tables))
    return {word for name in session.scalars(names) for word in traces.words_of(name)}
