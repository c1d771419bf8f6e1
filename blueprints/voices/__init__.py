"""Voices of the project: what people have said, each with the article it was said in."""

from blueprints.voices.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint"]
