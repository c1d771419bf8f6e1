"""After sign-in one goes on to a path of this very host, or nowhere."""

import pytest

from core.auth.gate import safe_next


@pytest.mark.parametrize("address", ["/work", "/participants?status=active&page=2", "/en/referrals/new", "/"])
def test_a_path_of_this_host_is_kept(address: str) -> None:
    assert safe_next(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "work",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/ /evil.example",
        "\n//evil.example",
        "javascript:alert(1)",
        "http:/work",
        "/sign-in",
        "/sign-in?next=/sign-in",
        "/en/sign-in/code",
        "/sign-out",
        "/welcome/abc",
    ],
)
def test_anything_else_is_forgotten(address: str | None) -> None:
    assert safe_next(address) is None
