# SPDX-License-Identifier: Apache-2.0
"""What one fault case works with: a daemon of its own with the users alice and bob."""
from ensemble_testing import streams
from ensemble_testing.daemon import Daemon


class World:
    def __init__(self, options):
        self.options = options
        self.daemon = Daemon()
        for user in ("alice", "bob"):
            self.daemon.add_user(user)
        self.daemon.start()
        self.user = "alice"

    @property
    def api(self):
        return self.daemon.client(self.user)

    def start_run(self, name="r", project="p"):
        return self.api.upsert_run(self.user, project, name)

    def send(self, offset, lines, run="r", project="p", **more):
        """One file stream request; gives the status."""
        return self.stream(streams.body(offset, lines, **more), run, project).status

    def stream(self, body, run="r", project="p", headers=None):
        return self.api.file_stream(self.user, project, run, body, headers)

    def rows(self, run="r", project="p"):
        return self.api.history(self.user, project, run)

    def counts(self, run="r", project="p"):
        return self.api.run(self.user, project, run)["counts"]

    def still_well(self):
        """The same process answers, and takes and gives data as if nothing had happened."""
        assert self.daemon.process.poll() is None, "the daemon died\n" + self.daemon.log()
        self.start_run("well", "health")
        before = len(self.rows("well", "health"))
        lines = streams.history_lines(before, 3)
        status = self.send(before, lines, "well", "health")
        assert status == 200, status
        assert len(self.rows("well", "health")) == before + 3

    def story(self):
        return "--- daemon\n" + self.daemon.log()

    def close(self):
        self.daemon.close()
