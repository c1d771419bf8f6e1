"""The projects as ESF's project bank has them: the county's public record of each."""

from blueprints.projects.views import blueprint

SITES = ("county",)

__all__ = ["SITES", "blueprint"]
