"""One box for people, referrals and places, as far as the reader may know of them."""

from blueprints.search.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
