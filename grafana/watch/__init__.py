"""The bot and all that watches it, on this machine without Docker: `make watch`."""
