"""A consent to publish for tests of what stands on one: registered by the contact person, and taken back."""

import datetime as dt
import uuid

import pytest
import sqlalchemy as sa

from core import clock
from core.consents.models import Consent
from core.consents.terms import reference_of
from core.db import new_id, session
from tests.conftest import InTenant
from tests.house import House
from tests.integration.participation_makers import begin

__all__ = ["consent_id", "publicity", "reference_of", "withdraw"]


def publicity(house: House, in_tenant: InTenant, person_id: uuid.UUID) -> uuid.UUID:
    """A consent to publish, as the participant's contact person has registered it."""
    id_ = new_id()
    day = clock.today()
    session.add(
        Consent(
            id=id_,
            person_id=person_id,
            kind="publicity",
            given_by="written",
            given_on=day,
            until=day + dt.timedelta(days=300),
            scope="Berättelse på webbplatsen",
            registered_by=house.accounts["case_worker@roslagen.example"],
        )
    )
    session.commit()
    return id_


@pytest.fixture
def consent_id(two_tenants: House, in_tenant: InTenant) -> uuid.UUID:
    with in_tenant("roslagen", "subproject_manager"):
        person_id = begin(two_tenants).person_id
        assert person_id
        return publicity(two_tenants, in_tenant, person_id)


def withdraw(house: House, consent_id: uuid.UUID) -> None:
    with house.operator.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL search_path = {house.schemas['roslagen']}")
        connection.execute(sa.update(Consent).where(Consent.id == consent_id).values(withdrawn_on=clock.today()))
