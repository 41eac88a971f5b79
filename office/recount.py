"""What a database is told after a load of many rows."""

from django.db import connection


def recount_tables() -> None:
    """PostgreSQL plans questions by what it last counted, and counts by itself only once in a while.

    Until then it takes a table that has just been filled for an empty one: a page of 0.1 s takes minutes. Rows of the
    transaction under way are counted too; a table that somebody else is counting is left out. SQLite plans without.
    """
    if connection.vendor != "postgresql":
        return
    names = map(connection.ops.quote_name, connection.introspection.django_table_names())
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE (SKIP_LOCKED) {', '.join(names)}")
