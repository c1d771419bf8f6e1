"""Records of persons: who may be registered twice, and putting two records together."""

from blueprints.persons.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
