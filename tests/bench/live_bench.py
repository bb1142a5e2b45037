# SPDX-License-Identifier: Apache-2.0
"""W11: from a logged value to the message on a browser's socket."""
import pathlib
import threading
import time

from ensemble_testing import raw_http, streams
from ensemble_testing.sdk import PACKAGES, Sdk
from ensemble_testing.web_socket import WebSocket
from measure import median, new_daemon, percentile, tell

SCRIPTS = pathlib.Path(__file__).resolve().parent / "scripts"


def watch(daemon, scope, arrivals):
    """Notes when which step was first announced: {step: seconds}."""
    socket = WebSocket(daemon.port, {"Authorization": raw_http.basic(daemon.keys["alice"])})
    socket.send({"t": "hello", "proto": 1})
    socket.receive_until("hello_ok")
    socket.send({"t": "sub", "scope": scope})

    def listen():
        try:
            while message := socket.receive():
                if message["t"] == "live":
                    for run in message["runs"]:
                        arrivals.append((time.time(), run["step"]))
        except OSError:
            pass

    threading.Thread(target=listen, daemon=True).start()
    return socket


def delays(sent, arrivals):
    """Milliseconds from each (time, step) until a message announced that step or a later one."""
    found, at = [], 0
    for when, step in sent:
        while at < len(arrivals) and (arrivals[at][1] < step or arrivals[at][0] < when):
            at += 1
        if at < len(arrivals):
            found.append((arrivals[at][0] - when) * 1000)
    return found


def w11(options):
    daemon = new_daemon()
    try:
        client = daemon.client("alice").keep_alive()
        client.upsert_run("alice", "p", "r")
        run = client.run("alice", "p", "r")["id"]
        arrivals, sent = [], []
        socket = watch(daemon, f"run:{run}", arrivals)
        for step in range(60 * options.rounds):
            body = streams.body(step, streams.history_lines(step, 1))
            client.file_stream("alice", "p", "r", body)
            sent.append((time.time(), step))
            time.sleep(0.12)  # the rate of a script, slower than the daemon coalesces
        time.sleep(1)
        socket.close()
        found = delays(sent, arrivals)
        tell("W11", "acknowledged to announced on the socket", count=len(found),
             median_ms=median(found), p95_ms=percentile(found, 0.95), worst_ms=max(found))
        for version in PACKAGES:
            sdk_delays(daemon, version)
    finally:
        daemon.close()


def sdk_delays(daemon, version):
    sdk = Sdk(version, SCRIPTS, daemon.port, daemon.keys["alice"])
    try:
        client = daemon.client("alice")
        name = "live-" + version.replace(".", "-")
        client.upsert_run("alice", "p", name)
        run = client.run("alice", "p", name)["id"]
        arrivals = []
        socket = watch(daemon, f"run:{run}", arrivals)
        sent = sdk.run("log_times.py", name, 20).result
        socket.close()
        found = delays(sent, arrivals)
        tell("W11", f"run.log of {version} to announced, transmit interval 1 s", count=len(found),
             median_ms=median(found), p95_ms=percentile(found, 0.95), worst_ms=max(found))
    finally:
        sdk.close()


BENCHES = {"W11": w11}
