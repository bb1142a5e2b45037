# SPDX-License-Identifier: Apache-2.0
"""Scripts without an SDK that write as fast as they are let, and know what was acknowledged."""
import http.client
import random
import threading
import time

from ensemble_testing import streams
from ensemble_testing.raw_http import Client


class Writer:
    """One run. Repeats a request identically until it is acknowledged, as the SDK does."""

    def __init__(self, port, key, run, seed, lines_max=120):
        self.client = Client(port, key, timeout_s=20)
        self.run, self.dice, self.lines_max = run, random.Random(seed), lines_max
        self.acknowledged = []  # history lines
        self.console = []
        self.statuses = {}
        self.failure = None
        self.stopping = False
        self.thread = threading.Thread(target=self._run, daemon=True)

    def start(self):
        self.thread.start()
        return self

    def finish(self, limit_s=60):
        self.stopping = True
        self.thread.join(limit_s)
        assert not self.thread.is_alive(), f"writer {self.run} hangs"
        if self.failure:
            raise self.failure

    def _run(self):
        try:
            self._until_done(lambda: self.client.upsert_run("alice", "p", self.run))
            while not self.stopping:
                self.send_one()
            end = {"complete": True, "exitcode": 0}
            self._until_done(lambda: self._accepted(end))
        except Exception as failure:  # handed to the test by finish()
            self.failure = failure

    def send_one(self):
        first = len(self.acknowledged)
        lines = streams.history_lines(first, self.dice.randint(1, self.lines_max), keys=10)
        said = [f"2026-11-22T02:13:41.949820 {self.run} {len(self.console) + i}"
                for i in range(self.dice.randint(0, 5))]
        body = streams.body(first, lines, {"last": first + len(lines)}, said, len(self.console))
        self._until_done(lambda: self._accepted(body))
        self.acknowledged += lines
        self.console += said

    def _accepted(self, body):
        status = self.client.file_stream("alice", "p", self.run, body).status
        self.statuses[status] = self.statuses.get(status, 0) + 1
        assert status == 200 or status in (429, 500, 502, 503), status
        if status != 200:
            raise OSError(status)

    def _until_done(self, call, limit_s=120):
        end = time.monotonic() + limit_s
        while True:
            try:
                return call()
            except (OSError, http.client.HTTPException):
                if time.monotonic() > end:
                    raise
                time.sleep(0.01)
            except AssertionError as error:
                if "503" not in str(error):
                    raise
                time.sleep(0.05)


def verify(world, writers):
    """Everything acknowledged is there, once, in the same words."""
    for writer in writers:
        streams.same_rows(world.rows(writer.run), writer.acknowledged)
        run = world.api.run("alice", "p", writer.run)
        assert run["counts"]["replaced"] == 0, (writer.run, run["counts"])
        assert run["counts"]["rows"] == len(writer.acknowledged)
        first, texts = 0, []
        while len(texts) < run["counts"]["console_lines"]:
            page = world.api.page_get("runs", "alice", "p", writer.run, "console",
                                      query=f"?first={first}&max=5000")["lines"]
            if not page:
                break
            texts += [line["text"] for line in page]
            first = page[-1]["number"] + 1
        assert texts == [line.split(" ", 1)[1] for line in writer.console], (
            writer.run, len(texts), len(writer.console))
