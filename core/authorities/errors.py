"""What can go wrong with the tenant's list of authorities."""

from core.errors import Conflict, Invalid
from core.i18n import _


class NameTaken(Invalid):
    """One name for one authority: it is what people choose by."""

    def __init__(self) -> None:
        super().__init__({"name": _("There is an authority with this name already")})


class ChangedMeanwhile(Conflict):
    """Somebody else saved the authority while the form was open."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed the authority meanwhile. Look at what stands now and save again"))
