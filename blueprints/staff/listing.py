"""The list of staff as it is shown: those who work here or those who did, a page at a time, or those who were looked for."""

from flask import render_template

from core.accounts.terms import ROLE_NAMES
from core.auth import colleagues
from core.errors import NotFound
from core.web.paging import Pager


def list_page(page: int, *, ended: bool = False) -> str:
    """A page of those who have a role here now or later; with `ended`, of those who have none any more."""
    everyone = colleagues.list_colleagues()
    shown = [one for one in everyone if bool(one.in_force) != ended]
    pager = Pager(page, len(shown))
    if page > pager.pages:
        raise NotFound
    return _page(shown, pager, ended=ended, count_ended=sum(not one.in_force for one in everyone))


def search_page(text: str) -> str:
    """Everyone with these words in name or address, former colleagues too; the first page of them."""
    found = colleagues.find_colleagues(text)
    return _page(found, Pager(1, len(found)), text=text)


def _page(shown: list[colleagues.Colleague], pager: Pager, *, text: str = "", ended: bool = False, count_ended: int = 0) -> str:
    return render_template(
        "staff/index.html",
        colleagues=shown[(pager.page - 1) * pager.per_page : pager.page * pager.per_page],
        pager=pager,
        text=text,
        ended=ended,
        count_ended=count_ended,
        names=ROLE_NAMES,
        employers=colleagues.employer_names(),
    )
