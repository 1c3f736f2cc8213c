"""A backend that takes OTLP and remembers it, or hangs."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any, Self

from aiohttp import web
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.waiting import SECONDS

MESSAGES: dict[str, Any] = {
    "metrics": ExportMetricsServiceRequest,
    "traces": ExportTraceServiceRequest,
    "logs": ExportLogsServiceRequest,
}
QUICKLY = {
    "OTEL_METRIC_EXPORT_INTERVAL": "100",
    "OTEL_BSP_SCHEDULE_DELAY": "100",
    "OTEL_BLRP_SCHEDULE_DELAY": "100",
}


class Backend:
    """Listens on a port, or on any; `environment` makes a bot send everything here."""

    def __init__(self, *, hangs: bool = False, port: int = 0) -> None:
        self.bodies: list[tuple[str, bytes]] = []
        self.headers: list[tuple[str, Mapping[str, str]]] = []
        self.came = asyncio.Event()
        self._port = port
        self._hangs, self._over = hangs, asyncio.Event()
        app = web.Application(client_max_size=2**26)
        app.router.add_post("/v1/{signal}", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._over.set()
        await self._runner.cleanup()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._runner.addresses[0][1])

    @property
    def environment(self) -> dict[str, str]:
        host, port = self._runner.addresses[0][:2]
        exporters = {f"OTEL_{signal.upper()}_EXPORTER": "otlp" for signal in MESSAGES}
        exporters["OTEL_METRICS_EXPORTER"] = "prometheus,otlp"
        return QUICKLY | exporters | {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://{host}:{port}"}

    async def _take(self, request: web.Request) -> web.Response:
        self.bodies.append((request.match_info["signal"], await request.read()))
        self.headers.append((request.match_info["signal"], request.headers))
        self.came.set()
        if self._hangs:
            await self._over.wait()
        return web.Response(content_type="application/x-protobuf")

    def messages(self, signal: str) -> Iterator[Any]:
        """Read what came, decoded."""
        for name, body in self.bodies:
            if name == signal:
                yield MESSAGES[signal].FromString(body)

    def spans(self) -> list[Span]:
        """Give every span that came."""
        return [
            span
            for message in self.messages("traces")
            for resource in message.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    def text(self) -> str:
        """Give everything that came as text, to search in."""
        return "\n".join(str(message) for name in MESSAGES for message in self.messages(name))

    async def until(self, ready: Any, seconds: float = SECONDS) -> Any:
        """Wait until something is true of what came, and give it."""
        async with asyncio.timeout(seconds):
            while not (value := ready()):
                self.came.clear()
                await self.came.wait()
        return value
