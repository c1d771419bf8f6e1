"""How the county steers: the monthly meeting, what is due, the money, the rules of disclosure control. Never a person."""

from blueprints.steering.views import blueprint

SITES = ("county",)

__all__ = ["SITES", "blueprint"]
