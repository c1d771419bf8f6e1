"""Lists kept under a name, for tests. Signed in: somebody who reads participants."""

from core.db import new_id
from core.saved_lists.models import SavedList
from core.saved_lists.services import keep_list
from core.saved_lists.terms import ListKind


def kept_list(name: str = "Mina i Täby") -> SavedList:
    """A list of participants, of one's own."""
    return keep_list(list_id=new_id(), kind=ListKind.PARTICIPANTS, name=name, choices={}, shared=False, opens=False)
