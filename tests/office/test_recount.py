"""After a load of many rows PostgreSQL plans for what is there, of the transaction under way too."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from office.recount import recount_tables
from tests import cast
from units.models import Unit


def test_the_portal_s_tables_are_counted_and_no_others(province: cast.Province) -> None:
    with CaptureQueriesContext(connection) as asked:
        recount_tables()
    if connection.vendor != "postgresql":
        assert len(asked) == 0
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'units_unit'")
        assert cursor.fetchone() == (Unit.objects.count(),)
    assert "pg_" not in asked[0]["sql"]  # those are shared by every database: counting them waits for each other
