#!/usr/bin/env python3
"""Sends a number around all ranks; each adds its own.

Started once on the first node, it starts itself again for each rank by `$FLORIA_RANKS`. Where there is
none, it is a ring of one.
"""

import json
import os
import socket
import sys
import time

STARTED = "RING_STARTED"


def connect(address):
    for _ in range(600):
        try:
            return socket.create_connection(address, timeout=60)
        except ConnectionRefusedError:
            time.sleep(0.1)
    sys.exit(f"nobody answers at {address}")


def send(connection, what):
    connection.sendall((json.dumps(what) + "\n").encode())


def receive(connection):
    return json.loads(connection.makefile("r", encoding="utf-8").readline())


def meet(rank, size, port):
    """Answers where each rank listens; the first one collects it from all."""
    master = (os.environ["MASTER_ADDR"], int(os.environ["MASTER_PORT"]))
    if rank > 0:
        with connect(master) as connection:
            send(connection, [rank, connection.getsockname()[0], port])
            return receive(connection)
    with socket.create_server(("", master[1])) as server:
        others = [server.accept()[0] for _ in range(size - 1)]
    places = {0: [master[0], port]}
    for connection in others:
        other, host, other_port = receive(connection)
        places[other] = [host, other_port]
    ordered = [places[rank] for rank in range(size)]
    for connection in others:
        send(connection, ordered)
        connection.close()
    return ordered


def main():
    rank, size = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    node = os.environ.get("SLURMD_NODENAME", socket.gethostname())
    total, nodes = rank, [node]
    if size > 1:
        with socket.create_server(("", 0)) as server:
            places = meet(rank, size, server.getsockname()[1])
            following = tuple(places[(rank + 1) % size])
            if rank == 0:
                with connect(following) as connection:
                    send(connection, [0, [node]])
            total, nodes = receive(server.accept()[0])
            if rank > 0:
                total, nodes = total + rank, nodes + [node]
                with connect(following) as connection:
                    send(connection, [total, nodes])
    print(f"rank {rank} of {size} on {node}: {total}", flush=True)
    if rank == 0:
        output = os.environ.get("FLORIA_OUTPUT")
        if output:
            with open(output, "a", encoding="utf-8") as lines:
                lines.write(f"sum={total}\nnodes={len(set(nodes))}\n")


if __name__ == "__main__":
    ranks = os.environ.get("FLORIA_RANKS")
    if ranks and STARTED not in os.environ:
        os.environ[STARTED] = "yes"
        os.execv(ranks, [ranks, sys.executable, os.path.abspath(__file__)])
    main()
