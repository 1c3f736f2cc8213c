"""Prints the metrics as the README's table: `python -m instrumentation`."""

from instrumentation.instruments import markdown

print(markdown())  # noqa: T201 - this is what the command is for
