"""The error of the private PostgreSQL."""


class PostgresError(Exception):
    """The private PostgreSQL cannot run; the message says why and what to do."""
