"""Starts the sandbox given as the first argument with a million scenes, asks it over HTTP, and prints what it took.

Python's standard library alone. The client runs on the same cores: CPU time is the sandbox's own, the rate is of both.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse

PLACES = [
    "-9.5,38,-8,40", "-100,40,-95,44", "6,45,8,47", "30,-2,34,2", "110,20,115,24", "-70,-20,-66,-16",
    "170,-46,174,-42", "35,30,40,36", "-61,-5,-58,-2", "15,58,20,62",
]
CONNECTIONS = 4


def cpu_seconds(pid):
    try:
        fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid):
    try:
        lines = open(f"/proc/{pid}/status").read().splitlines()
    except OSError:
        return "unknown here"
    most = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
    return f"{int(most) / 1024:.0f} MiB at most"


def main():
    started = time.perf_counter()
    sandbox = subprocess.Popen(
        [sys.argv[1], "--scenes", "1000000"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        address = urllib.parse.urlparse(json.loads(sandbox.stdout.readline())["url"])
        ready = time.perf_counter() - started
        measure(sandbox.pid, address, ready)
    finally:
        sandbox.kill()


def measure(pid, address, ready):
    connect = lambda: http.client.HTTPConnection(address.hostname, address.port)
    searches, thumbnails = [], []
    connection = connect()
    for place in PLACES:
        body = json.dumps({"bbox": place, "workspace": "public", "itemsPerPage": 120})
        begun = time.perf_counter()
        connection.request("POST", "/api/v2/opensearch", body, {"Content-Type": "application/json"})
        found = json.loads(connection.getresponse().read())
        searches.append(time.perf_counter() - begun)
        links = (feature["_links"].get("thumbnail") for feature in found["features"])
        thumbnails += [urllib.parse.urlparse(link["href"]).path for link in links if link]
    waiting, lock, faults = list(thumbnails), threading.Lock(), []

    def fetch():
        connection = connect()
        while True:
            with lock:
                if not waiting:
                    return
                path = waiting.pop()
            connection.request("GET", path)
            answer = connection.getresponse()
            if answer.status != 200 or answer.read()[:2] != b"\xff\xd8":
                faults.append(path)

    before, begun = cpu_seconds(pid), time.perf_counter()
    fetchers = [threading.Thread(target=fetch) for _ in range(CONNECTIONS)]
    for fetcher in fetchers:
        fetcher.start()
    for fetcher in fetchers:
        fetcher.join()
    took = time.perf_counter() - begun
    if faults:
        raise SystemExit(f"{len(faults)} of {len(thumbnails)} thumbnails were no JPEG: {faults[0]}")
    count = len(thumbnails)
    print(f"ready with 1,000,000 scenes in   {ready:.2f} s")
    print(f"memory after all this            {memory(pid)}")
    print(f"a search of 120 items            {statistics.median(searches) * 1000:.0f} ms in the median of {len(searches)}")
    print(f"thumbnails of 128 pixels         {count / took:.0f} a second ({count}, {CONNECTIONS} connections)")
    if before is not None:
        spent = cpu_seconds(pid) - before
        cores = os.cpu_count()
        print(f"CPU time for each                {1000 * spent / count:.1f} ms, so {cores * count / spent:.0f} a second on {cores} free cores")


main()
