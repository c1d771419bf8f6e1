"""A test's browser without a browser: speaks to one site, keeps its cookies, fills in forms, checks every page."""

from typing import Any
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.house import PASSWORD
from tests.page_checks import check_html, tree_of


class Browser:
    """`Browser(client, "roslagen")` or `Browser(client, None)` for the county. Redirects are not followed."""

    def __init__(self, client: FlaskClient, slug: str | None) -> None:
        self.client = client
        self.host = f"{slug}.localhost" if slug else "localhost"

    def get(self, path: str, **options: Any) -> TestResponse:
        return self._checked(self.client.get(path, base_url=f"http://{self.host}", **options))

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """A bare POST, with no CSRF token of its own."""
        return self._checked(self.client.post(path, data=data or {}, base_url=f"http://{self.host}", **options))

    def submit(self, page: str, data: dict[str, Any], *, action: str | None = None) -> TestResponse:
        """Open `page`, fill in its form (the one that posts to `action`, else the page's own) and send it.

        `data` values may be lists. What is not named keeps what the page put there.
        """
        shown = self.get(page)
        assert shown.status_code == 200, f"{page}: {shown.status_code}"
        target, fields = find_form(shown.text, page, action)
        filled = {**fields, **data}
        return self.post(target, {name: value for name, value in filled.items() if value is not None})

    def follow(self, response: TestResponse) -> TestResponse:
        """Open the page a redirect points to, on the same site."""
        assert response.status_code in (302, 303), response.status_code
        parts = urlsplit(response.headers["Location"])
        return self.get(parts.path + (f"?{parts.query}" if parts.query else ""))

    def sign_in(self, email: str, password: str = PASSWORD) -> "Browser":
        answer = self.submit("/sign-in", {"email": email, "password": password})
        assert answer.status_code in (302, 303), f"{email} was not let in: {answer.status_code}"
        return self

    def cookie(self) -> tuple[str, str]:
        """Name and value of the session's cookie, as a thief would copy them."""
        found = next(iter((self.client._cookies or {}).values()))
        return found.key, found.value

    def _checked(self, response: TestResponse) -> TestResponse:
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            check_html(response.text)
        return response


def find_form(html: str, page: str, action: str | None) -> tuple[str, dict[str, Any]]:
    """Address and present values of a form in `html`. Without `action`: the first POST form in <main>."""
    tree = tree_of(html)
    main = next(iter(tree.iter("main")), tree)
    forms = [form for form in main.iter("form") if form.get("method", "get").lower() == "post"]
    for form in forms:
        target = urlsplit(urljoin(f"http://x{page}", form.get("action") or page)).path
        if action is None or target == action:
            return target, _values(form)
    raise AssertionError(f"{page} has no form to {action or 'send'}")


def _values(form: Any) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in form.iter("input"):
        kind = field.get("type", "text")
        if field.get("name") and kind not in ("submit", "button", "file"):
            if kind in ("checkbox", "radio"):
                if field.get("checked") is not None:
                    values.setdefault(field.get("name"), []).append(field.get("value", "on"))
            else:
                values[field.get("name")] = field.get("value", "")
    for field in form.iter("textarea"):
        values[field.get("name")] = "".join(field.itertext())
    for field in form.iter("select"):
        chosen = [o.get("value", "") for o in field.iter("option") if o.get("selected") is not None]
        options = [o.get("value", "") for o in field.iter("option")]
        values[field.get("name")] = chosen or options[:1]
    return values
