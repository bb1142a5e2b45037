# SPDX-License-Identifier: Apache-2.0
"""Starting programs, clocks, medians and the form of a result."""
import json
import os
import pathlib
import statistics
import subprocess
import time

from ensemble_testing.daemon import ROOT, Daemon


def program(name):
    """A measuring program, next to the daemon's build."""
    built = pathlib.Path(os.environ.get("ENSEMBLED", ROOT / "build/release/daemon/ensembled"))
    path = built.parents[1] / "tests/bench" / name
    if not path.exists():
        raise SystemExit(f"no {path}; build it first")
    return str(path)


def tell(bench, what, **figures):
    rounded = {k: round(v, 4) if isinstance(v, float) else v for k, v in figures.items()}
    print(json.dumps({"bench": bench, "what": what, **rounded}), flush=True)


def median(values):
    return statistics.median(values)


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def limits(*arguments):
    done = subprocess.run([program("bench_limits"), *map(str, arguments)], check=True,
                          capture_output=True, text=True)
    return json.loads(done.stdout)


def new_daemon():
    daemon = Daemon()
    daemon.add_user("alice")
    return daemon.start()


class Stopwatch:
    """Wall time, and the daemon's processor time, of a block."""

    def __init__(self, daemon):
        self.daemon = daemon

    def __enter__(self):
        self.cpu_s, self.wall_s = -self.daemon.cpu_s(), -time.perf_counter()
        return self

    def __exit__(self, *_):
        self.wall_s += time.perf_counter()
        self.cpu_s += self.daemon.cpu_s()


def ingest(daemon, runs, lines, metrics=10, clients=1, first_run=0, project="p", make=True,
           spike_every=0, lines_per_body=1000):
    """Writes runs `run-N` with bench_ingest. Gives its figures with the daemon's CPU seconds."""
    client = daemon.client("alice").keep_alive()
    if make:
        for number in range(first_run, first_run + runs):
            client.upsert_run("alice", project, f"run-{number}")
    command = {"--port": daemon.port, "--key": daemon.keys["alice"], "--lines": lines,
               "--path-prefix": f"/files/alice/{project}/run-", "--runs": runs,
               "--first-run": first_run, "--metrics": metrics, "--clients": clients,
               "--spike-every": spike_every, "--lines-per-body": lines_per_body}
    words = [str(word) for pair in command.items() for word in pair]
    process = subprocess.Popen([program("bench_ingest"), *words], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True)
    process.stdout.readline()
    with Stopwatch(daemon) as watch:
        process.stdin.write("\n")
        process.stdin.flush()
        figures = json.loads(process.stdout.readline())
    if process.wait() != 0:
        raise SystemExit("bench_ingest failed")
    return {**figures, "cpu_s": watch.cpu_s}


def settle(daemon, limit_s=120):
    """Waits until the daemon has done what it does when idle, such as sealing."""
    end, last = time.monotonic() + limit_s, daemon.cpu_s()
    while time.monotonic() < end:
        time.sleep(1.0)
        now = daemon.cpu_s()
        if now - last < 0.02:
            return
        last = now
