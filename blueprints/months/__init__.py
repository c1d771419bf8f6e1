"""Attendance month by month: what is missing, the sums, locked and opened again, the summary as a workbook."""

from blueprints.months.views import blueprint

SITES = ("tenant",)

__all__ = ["SITES", "blueprint"]
