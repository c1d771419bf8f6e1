"""Exports: order one, one's own, their files."""

from blueprints.exports.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
