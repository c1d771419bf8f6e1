"""Between a tenant and the county: each job reads in one place and writes in the other, so that doing it twice, late or in
the wrong order leaves what stands at the source."""

import uuid

from core.deviations import exchange
from core.jobs import job


@job("deviations.tell_county")
def tell_county(*, deviation_id: uuid.UUID) -> None:
    """The tenant's present state, to the county: the approved words while it is lifted, none of them otherwise."""
    exchange.tell_county(deviation_id)


@job("deviations.tell_tenant", on="platform")
def tell_tenant(*, lifted_id: uuid.UUID) -> None:
    """The county's present answer, to the tenant."""
    exchange.tell_tenant(lifted_id)
