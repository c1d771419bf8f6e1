"""An insats of supported employment, a place, and a colleague beside, for tests. Works inside a tenant's scope."""

import uuid

from core.caseloads.services import Beside, add_worker
from core.caseloads.terms import WorkerPart
from core.db import new_id
from core.interventions.places import PlaceValues, add_place
from core.interventions.terms import PlaceKind
from core.participants.queries import get_for_change
from tests.house import TODAY, House
from tests.integration.participation_makers import begin, take_part


def supported(house: House) -> dict[str, uuid.UUID]:
    """Their ids, by the names that addresses give them. Signed in: the delprojektledare."""
    worker, manager = (house.accounts[f"{role}@roslagen.example"] for role in ("case_worker", "subproject_manager"))
    made = begin(house, key_worker_id=worker)
    period = take_part(house, made, "supported_employment")
    beside = Beside(account_id=manager, part=WorkerPart.WORKER, starts_on=TODAY)
    row = add_worker(participation=get_for_change(made.id), worker_id=new_id(), beside=beside)
    said = {
        "municipality_code": None,
        "tasks": "",
        "contact_name": "",
        "contact_phone": "",
        "contact_email": "",
        "capacity": None,
    }
    values = PlaceValues(kind=PlaceKind.ASF, name="Kafé", active=True, **said)  # type: ignore[arg-type]  # None and texts
    place = add_place(place_id=new_id(), values=values)
    return {"employment_id": period.id, "other_worker_id": row.id, "place_id": place.id, "contact_person_id": worker}
