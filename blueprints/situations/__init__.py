"""What was entered about a participant's situation before and after is put right."""

from blueprints.situations.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
