# SPDX-License-Identifier: Apache-2.0
"""W3 (curves), W4 (start), W5 (memory)."""
import json
import threading
import time

from ensemble_testing.frames import curves
from ensemble_testing.raw_http import Client
from measure import Stopwatch, ingest, limits, median, new_daemon, percentile, settle, tell

PAGE = {"X-Ensemble-Request": "1"}


def series(client, project, runs, key, window=None, points=1500):
    answer = client.request("POST", "/api/series", {
        "project": project, "runs": runs, "keys": [key], "stream": "history", "x": "_step",
        "range": window, "points": points}, PAGE)
    assert answer.status == 200, answer.body[:300]
    return answer.body


def spikes_seen(found, lines, every, window):
    """Checks that every planted spike lies in a bucket whose maximum shows it."""
    low, high = window or (0, lines - 1)
    planted = [s for s in range(every // 2, lines, every) if low <= s <= high]
    for curve in found:
        if curve.exact:
            values = dict(zip(*curve.columns))
            assert all(values[float(s)] == 1000 for s in planted), "a spike is missing"
            continue
        highest = curve.columns[1]
        width = (curve.x_max - curve.x_min) / len(highest)
        for step in planted:
            bucket = min(len(highest) - 1, int((step - curve.x_min) / width))
            near = highest[max(0, bucket - 1):bucket + 2]
            assert max(near) == 1000, f"the spike at {step} is not visible"
        assert curve.points == high - low + 1, (curve.points, window)
    return len(planted)


def w3(options):
    daemon = new_daemon()
    try:
        runs, lines, every = 100, int(100_000 * options.scale), 9973
        ingest(daemon, runs, lines, metrics=1, clients=2, spike_every=every)
        tell("W3", "limit: scan of the same points in memory",
             **limits("scan", runs * lines, runs))
        client = daemon.client("alice")
        project = client.page_get("projects", "alice", "p")["id"]
        ids = [client.run("alice", "p", f"run-{i}")["id"] for i in range(runs)]
        windows = {"whole": None, "tenth": (lines * 4 // 10, lines * 5 // 10),
                   "hundredth": (lines * 40 // 100, lines * 41 // 100)}

        def round_of(name):
            for window_name, window in windows.items():
                walls, cpus, size, planted = [], [], 0, 0
                for _ in range(options.rounds):
                    with Stopwatch(daemon) as watch:
                        body = series(client, project, ids, "train/metric_0", window)
                    walls.append(watch.wall_s * 1000)
                    cpus.append(watch.cpu_s * 1000)
                    size = len(body)
                    planted = spikes_seen(curves(body), lines, every, window)
                tell("W3", f"{name}: {window_name}", wall_ms=median(walls), first_ms=walls[0],
                     cpu_ms=median(cpus), mib=size / 2**20, spikes_visible=planted)

        round_of("just written")
        settle(daemon)
        round_of("settled")
        daemon.stop()
        daemon.start()
        round_of("after a restart")
    finally:
        daemon.close()


def many_runs(daemon, count, project="many", threads=4, user="alice", team="alice"):
    """Runs with 20 config and 20 summary keys, as many scripts would make them."""
    def make(part):
        client = Client(daemon.port, daemon.keys[user]).keep_alive()
        for number in range(part, count, threads):
            config = {f"key_{i}": {"value": (number * 7 + i) % 97 / 10} for i in range(20)}
            config["_wandb"] = {"value": {"t": {"5": "0.31.0"}}}
            client.upsert_run(team, project, f"run-{number}", config=json.dumps(config),
                              displayName=f"name {number}", tags=[f"tag{number % 5}"])
            summary = {f"metric_{i}": (number * 13 + i) % 1009 / 100 for i in range(20)}
            body = {"files": {"wandb-summary.json": {"offset": 0,
                                                     "content": [json.dumps(summary)]}},
                    "complete": True, "exitcode": 0}
            client.file_stream(team, project, f"run-{number}", body)

    started = [threading.Thread(target=make, args=(part,)) for part in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()


RUN_LIST = "/api/projects/alice/many/runs?since=0&columns=config.key_0,summary.metric_0"


def start_times(daemon, rounds, kill):
    ready, listed, again = [], [], []
    for _ in range(rounds):
        daemon.kill() if kill else daemon.stop()
        started = time.perf_counter()
        daemon.start()
        ready.append((time.perf_counter() - started) * 1000)
        for found in (listed, again):
            started = time.perf_counter()
            answer = daemon.client("alice").get(RUN_LIST)
            found.append((time.perf_counter() - started) * 1000)
            assert answer.status == 200, answer
    return {"first_200_ms": median(ready), "first_list_ms": median(listed),
            "next_list_ms": median(again), "list_mib": len(answer.body) / 2**20}


def w4(options):
    daemon = new_daemon()
    try:
        figures = ingest(daemon, 100, int(100_000 * options.scale), clients=4)
        many_runs(daemon, int(10_000 * options.scale))
        settle(daemon)
        facts = {"points": figures["points"], "runs": int(10_000 * options.scale)}
        tell("W4", "after a clean stop", **facts, **start_times(daemon, options.rounds, False))
        tell("W4", "after kill -9", **facts, **start_times(daemon, options.rounds, True))
    finally:
        daemon.close()


def w5(options):
    daemon = new_daemon()
    try:
        time.sleep(2)
        tell("W5", "idle, empty", resident_mib=daemon.resident_bytes() / 2**20)
        made = 0
        for count in (10_000, 100_000):
            count = int(count * options.scale)
            with Stopwatch(daemon) as watch:
                many_runs(daemon, count, project="many" if not made else "most")
            made = count
            project = "many" if count == int(10_000 * options.scale) else "most"
            daemon.stop()
            daemon.start()
            path = RUN_LIST.replace("/many/", f"/{project}/")
            answers = []
            for _ in range(options.rounds):
                started = time.perf_counter()
                assert daemon.client("alice").get(path).status == 200
                answers.append((time.perf_counter() - started) * 1000)
            settle(daemon, 10)
            tell("W5", f"{count} runs listed", resident_mib=daemon.resident_bytes() / 2**20,
                 first_list_ms=answers[0], list_ms=median(answers),
                 worst_list_ms=percentile(answers, 1.0), make_wall_s=watch.wall_s,
                 make_cpu_s=watch.cpu_s)
    finally:
        daemon.close()


BENCHES = {"W3": w3, "W4": w4, "W5": w5}
