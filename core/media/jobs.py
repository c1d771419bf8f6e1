"""Sound and film are written anew by the worker, in a process of its own: never while somebody waits for a page."""

import uuid

from core.jobs import job
from core.media import services


@job(services.PREPARE)
def prepare(*, media: uuid.UUID) -> None:
    """What was sent to a delprojekt."""
    services.prepare(media)


@job(services.PREPARE_COUNTY, on="platform")
def prepare_county(*, media: uuid.UUID) -> None:
    """What was sent to the county."""
    services.prepare(media, county=True)
