"""A small OpenID Connect server that says that whoever comes is the person named in ``person``."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

person = ""


class Identity(BaseHTTPRequestHandler):
    """Discovery, authorization that consents at once, token and userinfo."""

    def do_GET(self) -> None:
        own = f"http://{self.headers['Host']}"
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if path == "/authorize":
            self.send_response(302)
            self.send_header("Location", f"{query['redirect_uri'][0]}?{urlencode({'code': 'once', 'state': query['state'][0]})}")
            self.end_headers()
        elif path == "/userinfo":
            self.answer({"sub": person, "email": person, "email_verified": True, "name": "whoever"})
        else:
            names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo"}
            self.answer({"issuer": own, **{name: f"{own}/{path}" for name, path in names.items()}})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer({"access_token": "token", "token_type": "Bearer"})

    def answer(self, content: dict[str, object]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def identity_server() -> Iterator[str]:
    """Runs it in a thread; gives the issuer's address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Identity)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
