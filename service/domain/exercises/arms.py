"""Exercises."""

TABLES: dict[str, str] = {}
