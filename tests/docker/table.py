"""The table of docs/images.md: what each container takes and may do."""

from datetime import datetime
from typing import Any

from tests.docker.engine import Project

HEAD = ("service", "image", "healthy after", "memory", "user", "may write to")


def measured(project: Project, *services: str) -> list[str]:
    """Make the rows of these services, or of all that run, under a head."""
    form = "{{.Name}} {{.MemUsage}}"
    stats = project.engine("stats", "--no-stream", "--format", form).stdout.splitlines()
    memory = dict(line.split(" ", 1) for line in stats)
    rows = [_row(HEAD), "|---" * len(HEAD) + "|"]
    for name in sorted(project.containers()):
        known = project.engine.inspect(name)
        service = known["Config"]["Labels"]["com.docker.compose.service"]
        if services and service not in services:
            continue
        assert known["HostConfig"]["ReadonlyRootfs"] is True
        mounts = {each["Destination"] for each in known["Mounts"] if each["RW"]}
        paths = " ".join(sorted(mounts | set(known["HostConfig"].get("Tmpfs") or {})))
        used, limit = memory[name].strip().replace("MiB", "").split(" / ")
        amount = f"{float(used):.0f} of {limit} MiB"
        image, user = known["Config"]["Image"], known["Config"]["User"]
        rows.append(_row((service, image, _healthy_after(project, known), amount, user, paths)))
    return rows


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _healthy_after(project: Project, known: Any) -> str:
    """Count the seconds from the container's start to the event that says it is healthy."""
    events = project.engine(
        *("events", "--since=10m", "--until=0s", "--filter=event=health_status: healthy"),
        *(f"--filter=container={known['Id']}", "--format={{.TimeNano}}"),
    ).stdout.split()
    began = datetime.fromisoformat(known["State"]["StartedAt"][:26] + "+00:00").timestamp()
    after = [at - began for at in (int(event) / 1e9 for event in events) if at > began]
    return f"{after[0]:.0f} s" if after else "no check"
