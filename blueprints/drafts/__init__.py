"""Drafts of forms that were not sent: saved while somebody types, thrown away when they say so."""

from blueprints.drafts.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
