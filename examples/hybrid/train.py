#!/usr/bin/env python3
"""Fits a line to points that it fetches from a service, and leaves the result there."""

import json
import os
import urllib.request

BASE = f"http://{os.environ['host']}:{os.environ['port']}"


def call(method, path, body=None):
    request = urllib.request.Request(
        BASE + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": "Bearer " + os.environ["token"]},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def main():
    points = call("GET", "/points")
    print(f"{len(points)} points from {BASE}", flush=True)
    count = len(points)
    mean_x = sum(x for x, _ in points) / count
    mean_y = sum(y for _, y in points) / count
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    node = os.environ.get("SLURMD_NODENAME", os.uname().nodename)
    call("PUT", "/result", {"slope": round(slope, 6), "offset": round(mean_y - slope * mean_x, 6), "node": node})
    with open(os.environ["FLORIA_OUTPUT"], "a", encoding="utf-8") as lines:
        lines.write(f"slope={slope:.6f}\nhost={node}\n")


if __name__ == "__main__":
    main()
