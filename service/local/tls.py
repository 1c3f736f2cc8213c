"""TLS of the connections that the stand-in and the lifters make."""

import functools
import ssl


@functools.cache  # reading the authorities takes 20 ms
def client_context() -> ssl.SSLContext:
    """Make a context that checks certificates and speaks TLS 1.2 or newer.

    Debian's Python leaves the oldest version to the system's OpenSSL configuration.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
