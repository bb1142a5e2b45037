# SPDX-License-Identifier: Apache-2.0
"""Runs training scripts with a real SDK of one version, in folders of their own."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

from .daemon import ROOT

PACKAGES = {"0.28.2": ["wandb==0.28.2", "numpy", "pillow"],
            "0.31.0": ["wandb==0.31.0", "numpy", "pillow"]}


def environment(version):
    """The folder of a virtual environment with that SDK; makes it when there is none."""
    named = os.environ.get("ENSEMBLE_VENV_" + version.replace(".", "_"))
    folder = pathlib.Path(named) if named else ROOT / "build" / f"venv-{version}"
    if not (folder / "bin/wandb").exists():
        print(f"# making {folder}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(folder / "bin/pip"), "install", "--quiet", *PACKAGES[version]],
                       check=True)
    return folder


NEWEST = max(PACKAGES)


def hear_interrupts():
    """In the script: a shell that started the tests behind itself had turned interrupts off."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Finished:
    def __init__(self, code, output, result):
        self.code, self.output, self.result = code, output, result


class Script:
    """A script under way."""

    def __init__(self, process, result_path, log_path):
        self.process, self.result_path, self.log_path = process, result_path, log_path

    def output(self):
        return self.log_path.read_text(errors="replace")

    def wait(self, limit_s=180.0, code=0):
        try:
            self.process.wait(limit_s)
        except subprocess.TimeoutExpired:
            told = "after it told" if self.result_path.exists() else "before it told"
            self.kill()
            raise AssertionError(f"script still runs after {limit_s} s, {told} its result\n"
                                 f"{self.output()[-4000:]}\n"
                                 f"{self.logs_of_the_package()}")
        if code is not None and self.process.returncode != code:
            raise AssertionError(f"script ended with {self.process.returncode}, not {code}\n"
                                 f"{self.output()[-4000:]}")
        result = None
        if self.result_path.exists():
            result = json.loads(self.result_path.read_text())
        return Finished(self.process.returncode, self.output(), result)

    def logs_of_the_package(self):
        """The last lines of what it wrote last."""
        logs = sorted(self.log_path.parent.rglob("*debug*.log"), key=lambda log: log.stat().st_mtime)
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-2000:]}"
                         for log in logs[-4:])

    def kill(self):
        """kill -9 of the script and of the SDK's own process behind it."""
        os.killpg(self.process.pid, 9)
        self.process.wait()


class Sdk:
    def __init__(self, version, scripts, port, key):
        self.version, self.scripts = version, pathlib.Path(scripts)
        self.bin = environment(version) / "bin"
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="script-"))
        (self.folder / "home").mkdir()
        self.count = 0
        self.port, self.key = port, key
        self.processes = []

    def env(self, more=None):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("WANDB")}
        kept.update({
            "HOME": str(self.folder / "home"), "WANDB_BASE_URL": f"http://127.0.0.1:{self.port}",
            "WANDB_API_KEY": self.key, "WANDB_DIR": str(self.folder),
            "WANDB_CACHE_DIR": str(self.folder / "cache"),
            "WANDB_DATA_DIR": str(self.folder / "data"),
            "WANDB_CONFIG_DIR": str(self.folder / "config"),
            "WANDB_ARTIFACT_DIR": str(self.folder / "artifacts"),
            "WANDB_ERROR_REPORTING": "false", "WANDB__FILE_STREAM_TRANSMIT_INTERVAL": "1",
            "PYTHONPATH": str(ROOT / "tests/support/python"), "PYTHONDONTWRITEBYTECODE": "1",
        })
        for name, value in (more or {}).items():
            if value is None:
                kept.pop(name, None)
            else:
                kept[name] = str(value)
        return kept

    def spawn(self, command, env=None, cwd=None, stdin=None):
        self.count += 1
        log_path = self.folder / f"output-{self.count}"
        result_path = self.folder / f"result-{self.count}"
        with open(log_path, "wb") as log:
            process = subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
                preexec_fn=hear_interrupts,
                stdin=stdin or subprocess.DEVNULL, cwd=cwd or self.folder,
                env={**self.env(env), "RESULT": str(result_path)})
        self.processes.append(process)
        return Script(process, result_path, log_path)

    def start(self, name, *arguments, env=None, cwd=None):
        """Starts scripts/NAME with the SDK's Python."""
        return self.spawn([str(self.bin / "python"), str(self.scripts / name),
                           *map(str, arguments)], env, cwd)

    def run(self, name, *arguments, env=None, code=0, cwd=None, limit_s=180.0):
        return self.start(name, *arguments, env=env, cwd=cwd).wait(limit_s, code)

    def command(self, *arguments, env=None, code=0, cwd=None, limit_s=180.0):
        """Runs the SDK's command line: `wandb ARGUMENTS`."""
        return self.spawn([str(self.bin / "wandb"), *map(str, arguments)], env, cwd).wait(
            limit_s, code)

    def story(self):
        logs = sorted(self.folder.glob("output-*"))
        return "".join(f"--- {p.name}\n{p.read_text(errors='replace')[-1500:]}\n" for p in logs)

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, 9)
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
