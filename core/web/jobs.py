"""What the web has done after the answer: charts, because drawing takes a second and much memory; and mail that says that
something waits, because only here it is known what may."""

import datetime as dt
import uuid

from core.context import Language
from core.jobs import job
from core.reporting import county, services
from core.reporting.charts import Chart
from core.reporting.terms import Width
from core.steering import filing
from core.steering.queries import list_without_files
from core.steering.services import MAKE_REPORT
from core.web import telling


@job("charts.render")
def render() -> None:
    """Draw what the delprojekt's figures lack. Enqueued when its facts have been counted again."""
    services.draw_own(_draw)


@job("charts.render_county", on="platform", when=lambda _last: county.county_lacks_pictures(), needs_worker_key=True)
def render_county() -> None:
    """Draw what the county's totals lack, after a release or when a headline has changed."""
    county.draw_county(_draw, _paint)


@job("releases.files", on="platform", when=lambda _last: bool(list_without_files()), needs_worker_key=True)
def write_files() -> None:
    """Write down what a full release says, and make its files. Doing it twice changes nothing."""
    for release_id in list_without_files():
        filing.make_files(release_id, _draw_wide)


@job(MAKE_REPORT, on="platform", needs_worker_key=True)
def write_report(*, report: uuid.UUID) -> None:
    """Make the files of a report beside those of its release."""
    filing.make_report(report, _draw_wide)


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


def _paint(chart: Chart, language: Language) -> bytes:
    from core.web.charts.drawing import paint

    return paint(chart, language)


def _draw_wide(chart: Chart, language: Language) -> str:
    return _draw(chart, language, Width.WIDE)
