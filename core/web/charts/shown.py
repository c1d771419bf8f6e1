"""What templates call to show a chart. Never imports what draws."""

from flask import Flask
from markupsafe import Markup

from core.web.charts.names import name_of


def init_app(app: Flask) -> None:
    """The picture, and the names its table uses."""
    app.jinja_env.globals.update(inline_svg=inline_svg, goal_name=name_of)
    app.jinja_env.filters["goal_name"] = name_of


def inline_svg(svg: str) -> Markup:
    """The picture as markup. It was written by core/web/charts/svg.py, element by element from a list of harmless ones."""
    return Markup(svg)  # noqa: S704 - what `tidy` wrote; only the job and the builder may write where it is kept
