"""Metrics, traces and logs of the bot; never imports the service."""

import os

# The bot calls only Telegram and sends it no trace ids. A propagator that is named here but not
# installed would end the start.
os.environ["OTEL_PROPAGATORS"] = "none"
