"""Charts are drawn after the answer, because drawing takes a second and much memory. The web only shows them."""

from core.context import Language
from core.jobs import job
from core.reporting import services
from core.reporting.charts import Chart
from core.reporting.terms import Width


@job("charts.render")
def render() -> None:
    """Draw what the delprojekt's figures lack. Enqueued when its facts have been counted again."""
    services.draw_own(_draw)


@job("charts.render_county", on="platform", when=lambda _last: services.county_lacks_pictures(), needs_worker_key=True)
def render_county() -> None:
    """Draw what the county's totals lack, after a release or when a headline has changed."""
    services.draw_county(_draw)


def _draw(chart: Chart, language: Language, width: Width) -> str:
    from core.web.charts.drawing import draw

    return draw(chart, language, width)
