"""The contact card: whom another authority's officer may call."""

from blueprints.contact_card.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
