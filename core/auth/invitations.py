"""One-time links on their way to a password, and the demo's list of who may sign in."""

from core.accounts import links, queries, services
from core.accounts.terms import ROLE_NAMES, Role
from core.auth import session_store
from core.auth.sign_in import here
from core.config import get_settings


def email_of(token: str) -> str:
    """Whose link it is. Raises LinkWorn."""
    link = queries.get_link(links.hash_token(token))
    return queries.get_account(link.account_id).email


def accept(*, token: str, password: str) -> None:
    """Set the password and end whatever sessions the account had. Raises LinkWorn or Invalid."""
    account = services.accept_link(token=token, password=password)
    session_store.kill_all(account.id)
    where = here()
    session_store.note("password_set_by_link", host=where.host, account_id=account.id, tenant_id=where.tenant_id)


def demo_accounts() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(e-mail, roles) of this site, in the demo only: there everything is made up and the password is known to all.

    First one of each role, then the others.
    """
    if not get_settings().demo:
        return [], []
    named: dict[str, list[str]] = {}
    for email, role in queries.list_accounts_at(here().tenant_id):
        named.setdefault(email, []).append(str(ROLE_NAMES[Role(role)]))
    told = {email: ", ".join(roles) for email, roles in named.items()}
    shortest = sorted(told.items(), key=lambda each: (len(each[0]), each[0]), reverse=True)
    first = {roles: email for email, roles in shortest}
    ones = [(email, roles) for email, roles in told.items() if first[roles] == email]
    return ones, [each for each in told.items() if each not in ones]
