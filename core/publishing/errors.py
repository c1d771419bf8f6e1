"""What editors meet."""

from core.errors import Conflict
from core.i18n import _l


class NotNow(Conflict):
    """The deed does not fit the state the article is in; somebody else was first."""

    def __init__(self) -> None:
        super().__init__(_l("The article is in another state now. Look at it again and choose anew."))
