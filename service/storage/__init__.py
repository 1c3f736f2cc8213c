"""Remembering: the only room that knows asyncpg; one query a function."""
