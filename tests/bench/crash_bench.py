# SPDX-License-Identifier: Apache-2.0
"""W9: back to the first 200 after kill -9 in the middle of ingest. (tests/faults checks the data.)"""
import random
import threading
import time

from ensemble_testing import streams
from ensemble_testing.raw_http import Client
from measure import new_daemon, percentile, tell


def w9(options):
    daemon = new_daemon()
    stopping = threading.Event()

    def write(name):
        client = Client(daemon.port, daemon.keys["alice"], timeout_s=10)
        first, lines = 0, streams.history_lines(0, 200, keys=10)
        while not stopping.is_set():
            try:
                if not first:
                    client.upsert_run("alice", "p", name)
                if client.file_stream("alice", "p", name, streams.body(first, lines)).status == 200:
                    first += len(lines)
                    lines = streams.history_lines(first, 200, keys=10)
            except (OSError, AssertionError):
                time.sleep(0.005)

    threads = [threading.Thread(target=write, args=(f"w{i}",)) for i in range(8)]
    dice = random.Random(5)
    try:
        for thread in threads:
            thread.start()
        back = []
        for _ in range(20 * options.rounds):
            time.sleep(dice.uniform(0.05, 0.5))
            daemon.kill()
            started = time.perf_counter()
            daemon.start()
            back.append((time.perf_counter() - started) * 1000)
        tell("W9", f"{len(back)} kills under 8 scripts", median_ms=percentile(back, 0.5),
             p95_ms=percentile(back, 0.95), worst_ms=max(back))
    finally:
        stopping.set()
        for thread in threads:
            thread.join(30)
        daemon.close()


BENCHES = {"W9": w9}
