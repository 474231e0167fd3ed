"""What the server of a preview answers to: this machine's own names, and addresses that a file could have.

A page of another site can give its own name the address 127.0.0.1, then have the reader's browser ask the preview and read what it
answers (DNS rebinding). The browser says which name it asked for, in Host: that of a preview is never another site's.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from mkdocs.livereload import LiveReloadServer

_LOCAL = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)
_REFUSED = "L’aperçu ne répond que sur cette machine : ouvrez-le par http://127.0.0.1 ou http://localhost.\n"

_LONGEST, _LONGEST_NAME = 1024, 255
"""Bytes of an address, and of a name between two slashes, past which disks refuse to look."""


def answer_locally(server: LiveReloadServer) -> None:
    """Have `server` refuse any request whose Host is not local (403), and any address that no file can have (404)."""
    answer: Callable[..., Iterable[bytes]] = server.get_app()  # type: ignore[assignment]

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not _LOCAL.fullmatch(environ.get("HTTP_HOST", "")):
            start_response("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
            return [_REFUSED.encode()]
        if not _possible(environ["PATH_INFO"].encode("latin-1")):
            start_response("404 Not Found", [("Content-Type", "text/html; charset=utf-8")])
            return [server.error_handler(404) or b""]
        return answer(environ, start_response)

    server.set_app(app)


def _possible(address: bytes) -> bool:
    """Whether a file could stand at `address`: text, without control characters, short enough for a disk."""
    try:
        text = address.decode()
    except UnicodeDecodeError:
        return False
    short = len(address) <= _LONGEST and all(len(name) <= _LONGEST_NAME for name in address.split(b"/"))
    return short and text.isprintable()
