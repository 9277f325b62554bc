"""Footprints drawn in WebKit, the webview of Linux, under a virtual display: by the program's own layer and by MapLibre's
GeoJSON source, on the same page. Prints the time to the first paint, to idle, and the frames per second while panning; then
the memory of WebKit's process while the map is moved for a minute.

`frames.py UI FOLDER`: the folder of the user interface, and that of what the example `frames` of the crate `archive` wrote.
"""

import functools
import http.server
import json
import pathlib
import subprocess
import sys
import threading
import time
import urllib.request

PAGE, DRIVER, DISPLAY = 5197, 4497, ":97"
BROWSERS = ("/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser", "/usr/libexec/webkit2gtk-4.1/MiniBrowser")


class Data(http.server.SimpleHTTPRequestHandler):
    def end_headers(self):
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_):
        pass


def call(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{DRIVER}{path}", data, {"Content-Type": "application/json"}, method=method)
    return json.load(urllib.request.urlopen(request, timeout=600))["value"]


def reachable(address):
    for _ in range(200):
        try:
            return urllib.request.urlopen(address, timeout=5)
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{address} did not come up")


class Page:
    """The page in a window of WebKit's own browser."""

    def __init__(self, browser):
        options = {"binary": browser, "args": ["--automation"]}
        before = web_processes()
        session = call("POST", "/session", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}})
        self.path = f"/session/{session['sessionId']}"
        call("POST", f"{self.path}/timeouts", {"script": 300_000})
        call("POST", f"{self.path}/window/rect", {"x": 0, "y": 0, "width": 1280, "height": 800})
        call("POST", f"{self.path}/url", {"url": f"http://localhost:{PAGE}/dev/frames/"})
        while not call("POST", f"{self.path}/execute/sync", {"script": "return 'measure' in window", "args": []}):
            time.sleep(0.2)
        self.processes = web_processes() - before

    def __enter__(self):
        return self

    def __exit__(self, *_):
        call("DELETE", self.path)

    def run(self, function, *arguments):
        script = f"const done = arguments[{len(arguments)}]; {function}(...[...arguments].slice(0, -1)).then(done, (why) => done({{fault: String(why)}}))"
        answer = call("POST", f"{self.path}/execute/async", {"script": script, "args": arguments})
        if isinstance(answer, dict) and "fault" in answer:
            sys.exit(f"{function} failed: {answer['fault']}")
        return answer

    def memory(self):
        """MB of WebKit's process of the page: its share of what it uses."""
        lines = [line for process in self.processes for line in (process / "smaps_rollup").read_text().splitlines()]
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def web_processes():
    def named(process):
        try:
            return (process / "comm").read_text().startswith("WebKitWebProces")
        except OSError:
            return False

    return {process for process in pathlib.Path("/proc").glob("[0-9]*") if named(process)}


def measured(browser, peer, address):
    with Page(browser) as page:
        return page.run("measure", peer, address)


def wandered(browser, address):
    with Page(browser) as page:
        page.run("measure", "ours", address)
        memory = [page.memory()]
        for _ in range(6):
            page.run("wander", 10_000)
            memory.append(page.memory())
        return memory


def main(ui, folder):
    browser = next((path for path in BROWSERS if pathlib.Path(path).exists()), None)
    if browser is None:
        sys.exit("WebKit's own browser is not here (on Debian: libwebkit2gtk-4.1-0)")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Data, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    vite = pathlib.Path("node_modules/vite/bin/vite.js")
    started = [
        subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", "1280x800x24"], **quiet),
        subprocess.Popen(["node", vite, "--port", str(PAGE), "--strictPort"], cwd=ui, **quiet),
    ]
    try:
        time.sleep(1)
        started.append(subprocess.Popen(["env", f"DISPLAY={DISPLAY}", "WebKitWebDriver", f"--port={DRIVER}"], **quiet))
        reachable(f"http://localhost:{PAGE}/dev/frames/")
        reachable(f"http://127.0.0.1:{DRIVER}/status")
        at = f"http://127.0.0.1:{server.server_port}/frames-"
        # The first page of a run pays for what the server compiles.
        measured(browser, "ours", f"{at}20000.bin")
        print(f"{'':34} {'Swath':>10} {'MapLibre':>10} {'ratio':>8}")
        for count in (20_000, 100_000, 1_000_000):
            ours = measured(browser, "ours", f"{at}{count}.bin")
            # A million in a GeoJSON source takes more memory than most computers have.
            theirs = measured(browser, "maplibre", f"{at}{count}.geojson") if count <= 100_000 else None
            if ours["kind"] == "outlines":
                compare(f"{count}, outlines both", ours, theirs)
                continue
            if theirs is not None:
                compare(f"{count}, outlines both (not how it is used)", measured(browser, "ours", f"{at}{count}-outlines.bin"), theirs)
            compare(f"{count}, as used: {ours['kind']}, MapLibre outlines", ours, theirs)
        for name, what in (("100000", "as used"), ("100000-outlines", "outlines")):
            memory = " ".join(f"{one:.0f}" for one in wandered(browser, f"{at}{name}.bin"))
            print(f"memory of WebKit's process, MB, at the start and each 10 s of a minute of panning, 100000 {what}: {memory}", flush=True)
    finally:
        for process in reversed(started):
            process.terminate()


def compare(title, ours, theirs):
    rate = lambda one: one["frames"] / one["seconds"]
    print(title)
    for what, value, better in (
        ("first paint, ms", lambda one: one["firstPaintMs"], lambda us, them: them / us),
        ("idle, ms", lambda one: one["idleMs"], lambda us, them: them / us),
        ("panning, frames/s", rate, lambda us, them: us / them),
    ):
        row = f"  {what:32} {value(ours):10.1f}"
        print(row if theirs is None else f"{row} {value(theirs):10.1f} {better(value(ours), value(theirs)):7.1f}x", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
