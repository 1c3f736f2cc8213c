"""Connections that send half a request header and then nothing."""

import asyncio
from urllib.parse import urlsplit


async def are_closed(url: str, count: int = 20, seconds: float = 20.0) -> bool:
    """Open so many and tell whether the server closes all of them by itself."""
    address = urlsplit(url)
    opened = [await asyncio.open_connection(address.hostname, address.port) for _ in range(count)]
    try:
        for _, writer in opened:
            writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        async with asyncio.timeout(seconds):
            ends = await asyncio.gather(*(reader.read() for reader, _ in opened))
    except TimeoutError:
        return False
    finally:
        for _, writer in opened:
            writer.close()
    return all(b"200" not in end for end in ends)
