"""What alerts.yml records, for the panels that show it."""

from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
OF_THE_BOT = 'job="telegram-bot"'

ALIVE = "on (job, instance) (changes(bot_uptime_seconds{}[1m]) > 0)"
"""Keeps the instances whose uptime moves: what a dead one reported last is no current value."""


def recorded(name: str) -> str:
    """Ask for a recorded series, or compute it where alerts.yml is not loaded."""
    text = (ROOT / "alerts.yml").read_text("utf-8")
    rules = [rule for group in yaml.safe_load(text)["groups"] for rule in group["rules"]]
    (expression,) = (rule["expr"] for rule in rules if rule.get("record") == name)
    computed = " ".join(expression.replace(f"{OF_THE_BOT}, ", "").replace(OF_THE_BOT, "").split())
    return f"({name}{{}} or {computed})"


def alive(expression: str) -> str:
    """Ask for the values of the instances that report now."""
    return f"({expression} and {ALIVE})"


def alive_job(expression: str) -> str:
    """Ask for the values of the jobs of which an instance reports now."""
    return f"({expression} and on (job) (changes(bot_uptime_seconds{{}}[1m]) > 0))"
