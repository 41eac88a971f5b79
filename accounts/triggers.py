"""The database itself refuses to change or remove a row of the trail."""

from django.db.backends.base.base import BaseDatabaseWrapper

_MESSAGE = "nhật ký chỉ được thêm"
_INSTALL = {
    "sqlite": [
        f"create trigger if not exists audit_no_{verb} before {verb} on accounts_auditevent "
        f"begin select raise(abort, '{_MESSAGE}'); end"
        for verb in ("update", "delete")
    ],
    "postgresql": [
        "create or replace function audit_append_only() returns trigger language plpgsql as "
        f"$$ begin raise exception '{_MESSAGE}'; end $$",
        "create or replace trigger audit_no_change before update or delete on accounts_auditevent "
        "for each row execute function audit_append_only()",
        "create or replace trigger audit_no_truncate before truncate on accounts_auditevent "
        "for each statement execute function audit_append_only()",
    ],
}
_REMOVE = {
    "sqlite": [f"drop trigger if exists audit_no_{verb}" for verb in ("update", "delete")],
    "postgresql": [
        f"drop trigger if exists {name} on accounts_auditevent" for name in ("audit_no_change", "audit_no_truncate")
    ],
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guards on."""
    _run(connection, _INSTALL)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guards off (tests empty their database)."""
    _run(connection, _REMOVE)


def _run(connection: BaseDatabaseWrapper, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
