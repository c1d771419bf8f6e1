"""Many made-up people at once, by a few statements: for lists of hundreds and for measurements of thousands.

Every name is put together from two lists; everyone has a temporary identity, so there is no identity number.
"""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa

GIVEN = ["Åsa", "Örjan", "Ärla", "Anna-Lena", "Björn", "Cecilia", "David", "Elif", "Fatima", "Göran", "Hassan", "Ingrid", "Johan"]
FAMILY = ["Åberg", "Öhman", "Ärlig", "Ek-Lund", "Andersson", "Berg", "Carlsson", "Dahl", "Eriksson", "Forsberg", "Kvist"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the people are put: a tenant's schema with its delprojekt, the authority that answers for them, and its staff."""

    schema: str
    subproject_id: uuid.UUID
    authority_id: uuid.UUID
    worker_id: uuid.UUID
    municipality_code: str


_PERSONS = """
INSERT INTO person (id, given_name, family_name, birth_date, sex, municipality_code, identity_kind)
SELECT gen_random_uuid(), (CAST(:given AS text[]))[1 + (n * 7) % cardinality(CAST(:given AS text[]))],
       (CAST(:family AS text[]))[1 + (n * 11) % cardinality(CAST(:family AS text[]))] || ' ' || chr(65 + (n / 26) % 26)
         || chr(97 + n % 26),
       date '1960-01-01' + (n * 37) % 14000, CASE WHEN n % 2 = 0 THEN 'woman' ELSE 'man' END, :municipality, 'temporary'
FROM generate_series(1, :people) AS n
"""

_PARTICIPATIONS = """
INSERT INTO participation (id, subproject_id, person_id, number, grade, sex, state, controller_id, key_worker_id,
                           municipality_code, started_on, first_activity_on, ended_on, exit_reason, next_contact_on)
SELECT gen_random_uuid(), :subproject, id, 'C-' || lpad(n::text, 5, '0'), 'personal', sex,
       CASE WHEN n % 10 < 6 THEN 'ended' WHEN n % 10 = 6 THEN 'paused' ELSE 'active' END, :authority, :worker, :municipality,
       date '2020-06-01' + (n * 13) % 700, date '2020-06-08' + (n * 13) % 700,
       CASE WHEN n % 10 < 6 THEN date '2020-07-01' + (n * 13) % 700 END, CASE WHEN n % 10 < 6 THEN 'arbete_utan_stod' END,
       CASE WHEN n % 10 > 6 THEN date '2022-09-01' + n % 60 END
FROM (SELECT id, sex, ((SELECT count(*) FROM participation) + row_number() OVER (ORDER BY id))::integer AS n FROM person
      WHERE NOT EXISTS (SELECT 1 FROM participation WHERE person_id = person.id)) AS those
"""

_REFERRALS = """
INSERT INTO referral (id, subproject_id, person_id, owner_id, kind, arrival_way, received_on, referring_party, state, created_by)
SELECT gen_random_uuid(), :subproject, id, :authority, 'referral', 'letter', date '2022-01-01' + n * 13 % 200, 'fk',
       CASE n % 4 WHEN 0 THEN 'received' WHEN 1 THEN 'being_assessed' WHEN 2 THEN 'waiting_list' ELSE 'offered' END, :worker
FROM (SELECT id, (row_number() OVER (ORDER BY id))::integer AS n FROM person
      WHERE NOT EXISTS (SELECT 1 FROM referral WHERE person_id = person.id)) AS those
"""


def gather(connection: sa.Connection, place: Place, people: int, *, referred: bool = False) -> None:
    """`people` more who take part (and, if `referred`, were referred). As superuser; triggers and foreign keys rest."""
    connection.exec_driver_sql(f"SET LOCAL search_path = {place.schema}, ext")
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    values = {
        "given": GIVEN,
        "family": FAMILY,
        "people": people,
        "municipality": place.municipality_code,
        "subproject": place.subproject_id,
        "authority": place.authority_id,
        "worker": place.worker_id,
    }
    for statement in (_PERSONS, _PARTICIPATIONS, *((_REFERRALS,) if referred else ())):
        connection.execute(sa.text(statement), values)
    connection.exec_driver_sql("SET LOCAL session_replication_role = origin")
