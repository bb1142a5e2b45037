# SPDX-License-Identifier: Apache-2.0
"""The real daemon as a child process, with a data directory of its own."""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from .raw_http import Client
from .wait import wait_for

ROOT = pathlib.Path(__file__).resolve().parents[4]


def program():
    path = os.environ.get("ENSEMBLED", str(ROOT / "build/release/daemon/ensembled"))
    if not os.access(path, os.X_OK):
        raise SystemExit(f"no daemon at {path}; build it or set ENSEMBLED")
    return path


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Daemon:
    """Not started until start(). Everything of it lies in one temporary folder."""

    def __init__(self, data=None, env=None, prefix=()):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ensembled-"))
        self.data = pathlib.Path(data) if data else self.folder / "data"
        self.log_path = self.folder / "log"
        self.env = {**os.environ, **(env or {})}
        self.prefix = list(prefix)  # a program that starts the daemon, with its arguments
        self.port = free_port()
        self.process = None
        self.keys = {}

    def command(self, *arguments, check=True):
        """Runs `ensembled ARGUMENTS --data DIR` to its end and gives what it printed."""
        done = subprocess.run(
            [*self.prefix, program(), *arguments, "--data", str(self.data)],
            capture_output=True, text=True, env=self.env, timeout=600,
        )
        if check and done.returncode != 0:
            raise AssertionError(f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def add_user(self, name, *more):
        done = self.command("user", "add", name, "--email", f"{name}@example.org", *more)
        self.keys[name] = done.stdout.strip().splitlines()[-1]
        return self.keys[name]

    def start(self, *more, wait=True):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [*self.prefix, program(), "serve", "--data", str(self.data),
                 "--listen", f"127.0.0.1:{self.port}", *more],
                stdout=log, stderr=subprocess.STDOUT, env=self.env,
            )
        if wait:
            self.wait_ready()
        return self

    def wait_ready(self, limit_s=60.0):
        def ready():
            if self.process.poll() is not None:
                raise AssertionError(f"daemon ended with {self.process.returncode}\n{self.log()}")
            try:
                return Client(self.port, timeout_s=5).request("GET", "/ready").status == 200
            except OSError:
                return False

        wait_for("the daemon", ready, limit_s, pause_s=0.005)

    def stop(self, limit_s=30.0):
        """SIGTERM; gives the seconds it took to end. Fails when it did not end well."""
        if self.process is None:
            return 0.0
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(limit_s)
        self.process = None
        if code != 0:
            raise AssertionError(f"daemon ended with {code}\n{self.log()}")
        return time.monotonic() - started

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def check(self):
        return self.command("check", check=False)

    def client(self, user=None, timeout_s=60.0):
        return Client(self.port, self.keys[user] if user else None, timeout_s=timeout_s)

    def log(self, bytes_max=6000):
        if not self.log_path.exists():
            return ""
        return self.log_path.read_bytes()[-bytes_max:].decode(errors="replace")

    def cpu_s(self):
        fields = self._stat()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_bytes(self):
        return int(self._stat()[21]) * os.sysconf("SC_PAGE_SIZE")

    def _stat(self):
        text = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text()
        return text.rsplit(")", 1)[1].split()

    def disk_bytes(self):
        return sum(p.stat().st_blocks * 512 for p in self.data.rglob("*") if p.is_file())

    def close(self):
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
