"""Follow-ups after the exit: whom to ask now, what was answered, and every try."""

from blueprints.follow_ups.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
