"""Figures for those who steer: the county's totals, and a delprojekt's own live figures. Never a person."""

from blueprints.totals.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint"]
