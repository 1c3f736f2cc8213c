"""Somewhere for telemetry to go: a process that takes everything at once."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

RATE = 50.0
SINK = """
import socketserver, http.server
class Take(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *_):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Take)
print(server.server_port, flush=True)
server.serve_forever()
"""


@asynccontextmanager
async def sink() -> AsyncIterator[str]:
    """Run a backend that takes everything at once; gives its address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SINK, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout
        port = int(await process.stdout.readline())
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        await process.wait()


def sent(to: str, *signals: str) -> dict[str, str]:
    """Say what is sent there."""
    told = {f"OTEL_{signal}_EXPORTER": "otlp" for signal in signals}
    if "METRICS" in signals:
        told["OTEL_METRICS_EXPORTER"] = "prometheus,otlp"
    return told | {"OTEL_EXPORTER_OTLP_ENDPOINT": to}
