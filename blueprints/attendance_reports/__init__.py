"""The attendance report on paper: printed, and received when it has come back signed."""

from blueprints.attendance_reports.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
