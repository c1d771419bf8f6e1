"""What stands on the page of one of them, and which deeds its reader is offered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.auth.permissions import Permission, may
from core.authorities.queries import list_parties, names_of_authorities
from core.context import current_person
from core.deviations import lifting, queries
from core.deviations.terms import CATEGORIES, OPEN_STATES, WITH_THE_COUNTY
from core.participants.choices import list_codes


@dataclass(frozen=True, slots=True)
class DeviationPage:
    """`may`: write, read, stop, steer, move. `text`: the words that this reader may read."""

    deviation: Any
    text: Any
    reading: Any
    names: Mapping[Any, str]
    parties: Sequence[str]
    authorities: Sequence[str]
    category: str
    events: Sequence[Any]
    near: bool
    is_mine: bool
    is_read: bool
    may: Mapping[str, bool]


def get_page(deviation: Any) -> DeviationPage:
    """Of one that has been read."""
    near, me = queries.stands_near(deviation), current_person()
    text = queries.get_text(deviation, deviation.text_number if near else deviation.approved_number)
    parties, authorities = queries.list_touched(deviation)
    return DeviationPage(
        deviation=deviation,
        text=text,
        reading=queries.latest_reading(deviation, text.number),
        names=queries.names_of_staff(deviation.holder_id, deviation.reader_id, deviation.by_account, text.by_account),
        parties=[name for key, name in list_parties() if key in parties],
        authorities=[name for key, name in names_of_authorities().items() if key in authorities],
        category=list_codes(CATEGORIES)[CATEGORIES][deviation.category].name,
        events=queries.list_events(deviation),
        near=near,
        is_mine=deviation.by_account == me.account_id,
        is_read=lifting.is_read(deviation),
        may=_deeds(deviation, near=near, wrote=text.by_account == me.account_id),
    )


def _deeds(deviation: Any, *, near: bool, wrote: bool) -> dict[str, bool]:
    me, is_open = current_person(), deviation.state in OPEN_STATES
    reads = may(me, Permission.READ_DEVIATIONS)
    return {
        "write": near and deviation.owner_id == me.authority_id and is_open and deviation.state != WITH_THE_COUNTY,
        "read": reads and near and is_open and not wrote and not lifting.is_read(deviation),
        "stop": reads and not wrote and deviation.approved_number is not None,
        "steer": reads and is_open and lifting.may_steer(deviation),
        "move": reads and bool(lifting.list_moves(deviation)),
    }
