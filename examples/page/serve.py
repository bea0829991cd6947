#!/usr/bin/env python3
"""Answers every request with `text`. Listens on `bind_host` and `bind_port`."""

import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        body = (os.environ["text"] + "\n").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


address = (os.environ["bind_host"], int(os.environ["bind_port"]))
ThreadingHTTPServer(address, Page).serve_forever()
