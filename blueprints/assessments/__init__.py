"""Mappings (kartläggning): made, read beside each other, and the tenant's own questions."""

from blueprints.assessments import questions
from blueprints.assessments.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint", "questions"]
