#!/usr/bin/env python3
"""A page with a title that counts its visits; its settings were written by a playbook."""

import json
import os
import sys
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg2

with open("settings.json", encoding="utf-8") as file:
    SETTINGS = json.load(file)


def ask(*statements):
    """Runs the statements in one transaction, and gives the last one's first value."""
    with closing(psycopg2.connect(connect_timeout=5, **SETTINGS["database"])) as connection, connection:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        try:
            if self.path == "/health":
                ask("SELECT 1")
                self.answer(200, "ok\n")
            else:
                count = ask("INSERT INTO visits DEFAULT VALUES", "SELECT count(*) FROM visits")
                self.answer(200, f"{SETTINGS['title']}: {count}\n")
        except psycopg2.Error as error:
            print(f"the database does not answer: {error}", file=sys.stderr, flush=True)
            self.answer(503, "the database does not answer\n")

    def answer(self, status, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    ask("CREATE TABLE IF NOT EXISTS visits (at timestamptz NOT NULL DEFAULT now())")
    ThreadingHTTPServer((os.environ["bind_host"], int(os.environ["bind_port"])), Page).serve_forever()
