"""A private PostgreSQL for the default run, the tests and the benches."""

from service.local.postgres.errors import PostgresError
from service.local.postgres.server import PrivatePostgres

__all__ = ["PostgresError", "PrivatePostgres"]
