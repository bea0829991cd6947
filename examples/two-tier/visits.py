#!/usr/bin/env python3
"""Counts visits in PostgreSQL.

`/` counts one and answers with their number, `/health` answers 200 while the database does. Listens on
`bind_host` and `bind_port`; the database is where PGHOST, PGPORT, PGDATABASE, PGUSER and PGPASSWORD say,
which the client library reads by itself.
"""

import os
import sys
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg2


def ask(*statements):
    """Runs the statements in one transaction of their own, and gives the last one's first value."""
    with closing(psycopg2.connect("", connect_timeout=5)) as connection, connection:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None


class Visits(BaseHTTPRequestHandler):
    def do_GET(self):
        try:
            if self.path == "/":
                count = ask(
                    "INSERT INTO visits DEFAULT VALUES", "SELECT count(*) FROM visits"
                )
                self.answer(200, f"visits: {count}\n")
            elif self.path == "/health":
                ask("SELECT 1")
                self.answer(200, "ok\n")
            else:
                self.answer(404, "there is / and /health\n")
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


def main():
    try:
        ask("CREATE TABLE IF NOT EXISTS visits (at timestamptz NOT NULL DEFAULT now())")
    except psycopg2.Error as error:
        sys.exit(f"the database does not answer: {error}")
    address = (os.environ["bind_host"], int(os.environ["bind_port"]))
    print(f"listening on {address[0]}:{address[1]}", flush=True)
    ThreadingHTTPServer(address, Visits).serve_forever()


if __name__ == "__main__":
    main()
