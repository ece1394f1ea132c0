#!/usr/bin/env python3
"""kill -9 at random moments under load: nothing acknowledged is lost, nothing repeated happens twice, the database verifies.

    bench/reliability/kills.py [--cycles 100] [--writes 5000] [--clients 16] [--seed 1] [--crash COMMAND]

On PostgreSQL: an empty database in $ZHIKE_DATABASE. With --crash the command is run at those moments and the server goes on: "pg_ctl -D DIR -m immediate restart"."""

import argparse
import random
import shlex
import subprocess
import tempfile
import time

from house import Load, Server, compare, set_up

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("--cycles", type=int, default=100)
arguments.add_argument("--writes", type=int, default=5000, help="acknowledged between two kills, about")
arguments.add_argument("--clients", type=int, default=16)
arguments.add_argument("--seed", type=int, default=1)
arguments.add_argument("--crash", help="what crashes and restarts the database, in place of killing the server")
given = arguments.parse_args()
chance = random.Random(given.seed)



def crash(command, load):
    """Seconds from the database's return to the next acknowledged write."""
    subprocess.run(shlex.split(command), check=True, stdout=subprocess.DEVNULL)
    began, before = time.monotonic(), load.count()
    load.until(before + 1)
    return time.monotonic() - began


with tempfile.TemporaryDirectory(prefix="zhike-kills-") as folder:
    data = folder + "/data"
    token = set_up(data)
    server = Server(data)
    load = Load(token, given.clients, again=True)
    load.port = server.port
    load.start()
    slowest = 0.0
    for cycle in range(1, given.cycles + 1):
        load.until(load.count() + chance.randint(given.writes // 2, given.writes * 3 // 2))
        if given.crash:
            slowest = max(slowest, crash(given.crash, load))
        else:
            server.kill()
            server = Server(data)
            load.port = server.port
            slowest = max(slowest, server.ready_after)
        if cycle % 10 == 0:
            print(f"{cycle} kills, {load.count()} acknowledged, slowest return {slowest:.2f} s", flush=True)
    load.end()
    server.kill()
    names = load.names()
    lost, twice = compare(data, names)
    print(f"{given.cycles} kills: {len(names)} acknowledged, {len(lost)} lost, {len(twice)} twice, verified; slowest return {slowest:.2f} s")
    raise SystemExit(1 if lost or twice else 0)
