#!/usr/bin/env python3
"""Power cuts: what was acknowledged is on the disk, not only in the system's memory. Needs root (loop devices) and a C compiler.

Each cycle mounts an image with an installation, loads it, stops the server where it stands (SIGSTOP), copies the image — which holds what has
reached the device and nothing that only lies in memory — and compares what the copy, mounted like a disk after a power cut, still holds.
With --control the same runs without syncs (nosync.c, the effect of synchronous=OFF) and must lose something, or the test shows nothing.

    bench/reliability/power_cut.py [--cycles 20] [--control 5] [--seconds 3] [--clients 16] [--seed 1]"""

import argparse
import os
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile
import time

from house import Load, Server, compare, set_up

MEGABYTES = 256

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("--cycles", type=int, default=20)
arguments.add_argument("--control", type=int, default=5, help="cycles without syncs")
arguments.add_argument("--seconds", type=float, default=3.0, help="of load in each cycle, at most")
arguments.add_argument("--clients", type=int, default=16)
arguments.add_argument("--seed", type=int, default=1)
given = arguments.parse_args()
chance = random.Random(given.seed)


def run(*words):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def mounted(image, place):
    place.mkdir(exist_ok=True)
    # the file system's own commits are rare, so that only syncs bring anything to the device
    run("mount", "-o", "loop,commit=300", str(image), str(place))


def cycle(folder, base, token, preload):
    """(acknowledged, lost, twice) of one power cut."""
    image, copy, disk, after = folder / "disk.img", folder / "copy.img", folder / "disk", folder / "after"
    run("cp", "--sparse=always", str(base), str(image))
    mounted(image, disk)
    server = Server(str(disk / "data"), preload)
    load = Load(token, given.clients, again=False)
    load.port = server.port
    load.start()
    time.sleep(chance.uniform(given.seconds / 3, given.seconds))
    os.kill(server.process.pid, signal.SIGSTOP)
    run("cp", "--sparse=always", str(image), str(copy))
    # answers that were on their way when it stopped count as well
    time.sleep(0.1)
    names = load.names()
    server.kill()
    load.end()
    run("umount", str(disk))
    mounted(copy, after)
    try:
        lost, twice = compare(str(after / "data"), names)
    except SystemExit:
        # without syncs the database itself may be gone
        if not preload:
            raise
        lost, twice = names, []
    finally:
        run("umount", str(after))
    return len(names), len(lost), len(twice)


def cycles(folder, base, token, count, preload, what):
    total = lost = twice = losing = 0
    for number in range(1, count + 1):
        acknowledged, gone, again = cycle(folder, base, token, preload)
        total, lost, twice, losing = total + acknowledged, lost + gone, twice + again, losing + (gone > 0)
        print(f"{what} {number}: {acknowledged} acknowledged, {gone} lost, {again} twice", flush=True)
    print(f"{what}: {count} power cuts, {total} acknowledged, {lost} lost in {losing} cuts, {twice} twice", flush=True)
    return lost + twice


folder = pathlib.Path(tempfile.mkdtemp(prefix="zhike-power-"))
try:
    base, disk = folder / "base.img", folder / "disk"
    run("truncate", "-s", f"{MEGABYTES}M", str(base))
    run("mkfs.ext4", "-q", str(base))
    mounted(base, disk)
    token = set_up(str(disk / "data"))
    run("umount", str(disk))
    library = folder / "nosync.so"
    run("cc", "-shared", "-fPIC", "-o", str(library), str(pathlib.Path(__file__).with_name("nosync.c")))
    bad = cycles(folder, base, token, given.cycles, None, "FULL")
    control = cycles(folder, base, token, given.control, str(library), "without syncs") if given.control else 1
    if not control:
        print("the control lost nothing: this machine's test shows nothing")
    raise SystemExit(1 if bad or not control else 0)
finally:
    for place in (folder / "disk", folder / "after"):
        subprocess.run(["umount", "-q", str(place)], stderr=subprocess.DEVNULL)
    shutil.rmtree(folder, ignore_errors=True)
