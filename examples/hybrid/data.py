#!/usr/bin/env python3
"""Gives points at /points and keeps what is sent to /result, to whoever has the token."""

import hmac
import http.server
import json
import os

POINTS = [(x / 10, 3 * x / 10 + 1) for x in range(int(os.environ["points"]))]
RESULT = "result.json"
TOKEN = "Bearer " + os.environ["token"]


class Handler(http.server.BaseHTTPRequestHandler):
    def allowed(self):
        if hmac.compare_digest(self.headers.get("Authorization", ""), TOKEN):
            return True
        self.answer(401, {"error": "the token is missing or wrong"})
        return False

    def answer(self, status, body):
        data = (json.dumps(body) + "\n").encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.path == "/health":
            self.answer(200, "ok")
        elif self.allowed():
            if self.path == "/points":
                self.answer(200, POINTS)
            elif self.path == "/result" and os.path.exists(RESULT):
                with open(RESULT, encoding="utf-8") as file:
                    self.answer(200, json.load(file))
            else:
                self.answer(404, {"error": "there is nothing"})

    def do_PUT(self):
        if not self.allowed():
            return
        length = int(self.headers.get("Content-Length", "0"))
        if self.path != "/result" or length > 10000:
            self.answer(404, {"error": "there is no such place"})
            return
        result = json.loads(self.rfile.read(length))
        with open(RESULT + ".new", "w", encoding="utf-8") as file:
            json.dump(result, file)
        os.replace(RESULT + ".new", RESULT)
        self.answer(200, "kept")


if __name__ == "__main__":
    address = (os.environ["bind_host"], int(os.environ["bind_port"]))
    http.server.ThreadingHTTPServer(address, Handler).serve_forever()
