"""The most important results: released figures, facts of a day with their sources, and the reports behind them."""

from blueprints.results.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint"]
