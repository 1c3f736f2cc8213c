"""What the bot tells about itself; never imports the service."""

import os

# Telegram is the only one called, and is told no trace ids. Whatever else is asked for would end
# the start where it is not installed.
os.environ["OTEL_PROPAGATORS"] = "none"
