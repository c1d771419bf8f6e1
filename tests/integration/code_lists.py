"""The lists of words are kept between tests; a test that changes them puts them back."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.house import House


@contextmanager
def put_back(house: House, slug: str = "roslagen") -> Iterator[None]:
    """Afterwards the tenant's lists are as they were."""
    table = f"{house.schemas[slug]}.code"
    with house.operator.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE {table}_before AS TABLE {table}")
    try:
        yield
    finally:
        with house.operator.begin() as connection:
            connection.exec_driver_sql(
                f"DELETE FROM {table} WHERE (list, key) NOT IN (SELECT list, key FROM {table}_before);"
                f" UPDATE {table} AS c SET (name_sv, name_en, position, active, version)"
                f" = (b.name_sv, b.name_en, b.position, b.active, b.version)"
                f" FROM {table}_before b WHERE b.list = c.list AND b.key = c.key; DROP TABLE {table}_before"
            )
