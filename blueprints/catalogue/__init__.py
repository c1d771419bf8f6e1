"""The delprojekt's catalogue of insatser, kept by whoever manages it."""

from blueprints.catalogue.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
