"""The county's releases: made, tried by the attacker, read, taken home, reported. Never a person."""

from blueprints.releases.views import blueprint

SITES = ("county",)

__all__ = ["SITES", "blueprint"]
