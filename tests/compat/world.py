# SPDX-License-Identifier: Apache-2.0
"""What one compatibility case works with: an SDK, a daemon and a project of its own."""
import itertools

from ensemble_testing.daemon import Daemon
from ensemble_testing.sdk import Sdk


class World:
    """One case: project `project` of user `alice`, on the shared daemon unless own_daemon()."""

    def __init__(self, version, scripts, daemon, project):
        self.version, self.scripts, self.daemon, self.project = version, scripts, daemon, project
        self.own = None
        self.sdk = Sdk(version, scripts, daemon.port, daemon.keys["alice"])

    def own_daemon(self, env=None, more_users=(), prepare=None):
        """A daemon for this case alone, which it may stop, kill and configure. `prepare` is given
        the daemon before it starts."""
        self.own = self.daemon = Daemon(env=env)
        for user in ("alice", *more_users):
            self.daemon.add_user(user)
        if prepare:
            prepare(self.daemon)
        self.daemon.start()
        self.sdk.port, self.sdk.key = self.daemon.port, self.daemon.keys["alice"]
        return self.daemon

    @property
    def api(self):
        return self.daemon.client("alice")

    def path(self, run):
        return f"alice/{self.project}/{run}"

    def page_run(self, run):
        return self.api.run("alice", self.project, run)

    def read(self, run, *keys):
        """The run through wandb.Api, in a process of its own."""
        return self.sdk.run("read_run.py", self.path(run), *keys).result

    def page_console(self, run):
        return self.api.page_get("runs", "alice", self.project, run, "console",
                                 query="?first=0&max=5000")["lines"]

    def page_files(self, run):
        return {f["name"]: f["bytes"] for f in self.api.page_get(
            "runs", "alice", self.project, run, "files")["files"]}

    def story(self):
        return self.sdk.story() + ("--- daemon\n" + self.own.log() if self.own else "")

    def close(self):
        self.sdk.close()
        if self.own:
            self.own.close()


class House:
    """The daemon that most cases share."""

    def __init__(self, scripts):
        self.scripts = scripts
        self.numbers = itertools.count(1)

    def __enter__(self):
        self.daemon = Daemon()
        for user in ("alice", "bob"):
            self.daemon.add_user(user)
        self.daemon.add_user("root", "--admin")
        self.daemon.start()
        return self

    def __exit__(self, *_):
        self.daemon.close()

    def world(self, version):
        return World(version, self.scripts, self.daemon, f"project-{next(self.numbers)}")
