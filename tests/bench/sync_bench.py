# SPDX-License-Identifier: Apache-2.0
"""S2 to S11: what a team's pages feel of each other, of permissions and of a daemon that went away."""
import json
import os
import subprocess

from ensemble_testing.daemon import Daemon
from measure import median, program, tell


class Crowd:
    """A daemon with people in one team, and bench_pages beside it."""

    def __init__(self, people, projects=20):
        self.daemon = Daemon()
        self.world = self.daemon.folder / "world"
        made = subprocess.run([program("bench_world"), str(self.daemon.data), str(people),
                               str(projects)], check=True, capture_output=True, text=True)
        self.world.write_text(made.stdout)
        self.daemon.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.daemon.close()

    def begin(self, mode, pages, whole, rounds):
        return subprocess.Popen(
            [program("bench_pages"), str(self.daemon.port), str(self.world), mode, str(pages),
             str(whole), str(rounds)], stdout=subprocess.PIPE, text=True)

    def run(self, mode, pages, whole, rounds):
        process = self.begin(mode, pages, whole, rounds)
        figures = json.loads(process.stdout.readline())
        if process.wait() != 0:
            raise SystemExit("bench_pages failed")
        return figures

    def resident_mib(self):
        return self.daemon.resident_bytes() / 2**20


def middle(figures):
    """Of several rounds the median of every number."""
    return {key: median([one[key] for one in figures]) if isinstance(value, (int, float))
            else value for key, value in figures[0].items()}


def load():
    return round(os.getloadavg()[0], 2)


def spread(bench, pages, whole, options):
    rounds = []
    with Crowd(pages) as crowd:
        for _ in range(options.rounds):
            rounds.append(crowd.run("spread", pages, whole, 200 if pages <= 100 else 60))
            rounds[-1]["resident_mib"] = crowd.resident_mib()
    tell(bench, "from a command to all other pages of the team", load=load(), **middle(rounds))


def s2(options):
    spread("S2", 100, 100, options)


def s3(options):
    spread("S3", 1000, 1, options)


def s4(options):
    for pages in (1, 16, 100):
        with Crowd(100, projects=2) as crowd:
            rounds = [crowd.run("push", pages, 0, max(20, 4000 // pages))
                      for _ in range(options.rounds)]
        tell("S4", "commands settled over sockets", load=load(), **middle(rounds))


def s8(options):
    rounds = []
    for _ in range(options.rounds):
        with Crowd(1000) as crowd:
            rounds.append(crowd.run("resume", 2, 2, 40))
    # 40 of some 4,000 rows
    nothing = middle([one["with_nothing_new"] for one in rounds])
    tell("S8", "back after 1 % of the rows changed", load=load(),
         **{k: v for k, v in middle(rounds).items() if k != "with_nothing_new"},
         nothing_new=nothing)


def s9(options):
    for mode, what in (("restart", "kill -9, started again at once"),
                       ("cut", "all but 50 lose their network")):
        rounds = []
        for _ in range(options.rounds):
            with Crowd(1000, projects=100) as crowd:
                process = crowd.begin(mode, 5000, 50, 1)
                process.stdout.readline()
                if mode == "restart":
                    crowd.daemon.kill()
                    crowd.daemon.start()
                cpu_s = crowd.daemon.cpu_s()
                line = process.stdout.readline()
                if process.wait() != 0:
                    raise SystemExit("bench_pages failed")
                rounds.append({**json.loads(line), "cpu_s": crowd.daemon.cpu_s() - cpu_s,
                               "peak_mib": peak_mib(crowd.daemon)})
        tell("S9", f"5,000 pages come back: {what}", load=load(), **middle(rounds))


def peak_mib(daemon):
    with open(f"/proc/{daemon.process.pid}/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def s10(options):
    rounds = []
    for _ in range(options.rounds):
        with Crowd(1000) as crowd:
            # The first thousand leave what the daemon keeps for everybody.
            crowd.run("idle", 1000, 0, 1)
            before = crowd.resident_mib()
            process = crowd.begin("idle", 5000, 0, 5)
            process.stdout.readline()
            rounds.append((crowd.resident_mib() - before) * 1024 / 5000)
            process.wait()
    tell("S10", "resident bytes of a page that is in and silent", pages=5000, load=load(),
         kib_each=median(rounds), kib_most=max(rounds))


def s11(options):
    rounds = []
    for _ in range(options.rounds):
        with Crowd(1000) as crowd:
            rounds.append(crowd.run("revoke", 1000, 101, 100))
    tell("S11", "from taking somebody out of a team to their page having forgotten it",
         load=load(), **middle(rounds))


BENCHES = {"S2": s2, "S3": s3, "S4": s4, "S8": s8, "S9": s9, "S10": s10, "S11": s11}
