"""What sign-in leaves behind is cleared: sessions past their limits, failures long forgotten. And what is done as somebody."""

import datetime as dt
import uuid
from typing import cast

from core.auth import session_store, slow_down
from core.auth.acting import acting_as
from core.auth.permissions import Permission
from core.context import Language
from core.exports import making
from core.exports.queries import find_ordered
from core.jobs import job


@job("auth.sweep", on="platform", every=dt.timedelta(hours=1))
def sweep() -> None:
    """Doing it twice removes nothing more."""
    while session_store.sweep():
        pass
    slow_down.sweep()


@job("exports.make")
def make_export(*, export_id: uuid.UUID) -> None:
    """The file of a long list, with the rights that its owner has now. Made once: what no longer waits is left as it is."""
    export = find_ordered(export_id)
    if export is None:
        return
    language = cast("Language", export.language)
    with acting_as(export.account_id, export.authority_id, language, Permission.EXPORT_PERSONS) as allowed:
        if allowed:
            making.make_ordered(export_id)
        else:
            making.refuse_ordered(export_id)
