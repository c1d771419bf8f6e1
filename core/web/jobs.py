"""What the web has done after the answer: charts, because drawing takes a second and much memory; and mail that says that
something waits, because only here it is known what may."""

import datetime as dt

from core.context import Language
from core.jobs import job
from core.reporting import services
from core.reporting.charts import Chart
from core.reporting.terms import Width
from core.web import telling


@job("charts.render")
def render() -> None:
    """Draw what the delprojekt's figures lack. Enqueued when its facts have been counted again."""
    services.draw_own(_draw)


@job("charts.render_county", on="platform", when=lambda _last: services.county_lacks_pictures(), needs_worker_key=True)
def render_county() -> None:
    """Draw what the county's totals lack, after a release or when a headline has changed."""
    services.draw_county(_draw)


@job("work.digest", when=telling.is_digest_due)
def send_digests() -> None:
    """The day's mail to everybody for whom something waits. Doing it twice sends nothing twice."""
    telling.send_digests()


@job("work.at_once", every=dt.timedelta(minutes=5), when=telling.is_at_once_due)
def tell_at_once() -> None:
    """Mail to those who want to know at once that something has come in."""
    telling.tell_at_once()


def _draw(chart: Chart, language: Language, width: Width) -> str:
    from core.web.charts.drawing import draw

    return draw(chart, language, width)
