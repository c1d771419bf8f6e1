"""What templates call to show a chart. Never imports what draws."""

from flask import Flask
from markupsafe import Markup

from core.reporting.categories import name_of_category
from core.web.charts.names import name_of, question_of


def init_app(app: Flask) -> None:
    """The picture, and the names its title and its table use."""
    app.jinja_env.globals.update(
        inline_svg=inline_svg, goal_name=name_of, question_of=question_of, name_of_category=name_of_category
    )
    app.jinja_env.filters.update(goal_name=name_of, name_of_category=name_of_category)


def inline_svg(svg: str) -> Markup:
    """The picture as markup. It was written by core/web/charts/svg.py, element by element from a list of harmless ones."""
    return Markup(svg)  # noqa: S704 - what `tidy` wrote; only the job and the builder may write where it is kept
