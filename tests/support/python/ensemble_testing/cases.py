# SPDX-License-Identifier: Apache-2.0
"""Declares test cases and runs them: `ok NAME` or `not ok NAME` a line, a count at the end.

A case is a function that takes one world and fails by raising. Worlds are made by the folder's
`run` script: one per SDK version in tests/compat, a single one in tests/faults.
"""
import argparse
import concurrent.futures
import dataclasses
import importlib
import pathlib
import sys
import threading
import time
import traceback

CASES = []


@dataclasses.dataclass
class Case:
    name: str
    run: object
    slow: bool  # left out by --quick
    long: bool  # only with --full
    alone: bool  # after all others, with the machine to itself
    once: bool  # in one world only: the worlds make no difference to it


def case(name, slow=False, long=False, alone=False, once=False):
    def declare(run):
        CASES.append(Case(name, run, slow, long, alone, once))
        return run

    return declare


class Skip(Exception):
    """The machine lacks what the case needs; the reason is shown, and counted apart."""


def load(folder):
    sys.path.insert(0, str(folder))
    for path in sorted(pathlib.Path(folder).glob("*_cases.py")):
        importlib.import_module(path.stem)


def parser(description, jobs=2):
    arguments = argparse.ArgumentParser(description=description)
    arguments.add_argument("--filter", default="", help="only names that contain this text")
    arguments.add_argument("--quick", action="store_true", help="leave out the slow ones")
    arguments.add_argument("--full", action="store_true", help="the long ones too")
    arguments.add_argument("--jobs", type=int, default=jobs,
                           help="cases at the same time")
    arguments.add_argument("--list", action="store_true", help="print the names and end")
    return arguments


class Report:
    def __init__(self):
        self.lock = threading.Lock()
        self.passed = self.failed = self.skipped = 0

    def run(self, name, call):
        started = time.monotonic()
        try:
            call()
            verdict, story = "ok", ""
        except Skip as reason:
            verdict, story = "skip", f" # {reason}"
        except Exception:
            verdict, story = "not ok", "\n" + traceback.format_exc()
        with self.lock:
            self.passed += verdict == "ok"
            self.failed += verdict == "not ok"
            self.skipped += verdict == "skip"
            seconds = time.monotonic() - started
            print(f"{verdict} {name} ({seconds:.1f} s){indent(story)}", flush=True)

    def finish(self):
        more = f", {self.skipped} skipped" if self.skipped else ""
        print(f"{self.passed} passed, {self.failed} failed{more}", flush=True)
        return 1 if self.failed or not self.passed else 0


def indent(text):
    return text.rstrip().replace("\n", "\n    ")


def chosen(options):
    return [
        one
        for one in CASES
        if options.filter in one.name
        and not (options.quick and one.slow)
        and not (one.long and not options.full)
    ]


def run_all(options, worlds):
    """`worlds` maps a prefix for the names to a function that makes the world of one case; the
    world has `close()`. Returns the exit status."""
    cases = chosen(options)
    if options.list:
        for one in cases:
            print(one.name)
        return 0
    report = Report()

    def run_one(prefix, make_world, one):
        def call():
            world = make_world()
            try:
                one.run(world)
            except Exception as error:
                raise AssertionError(f"{error!r}\n{world.story()}") from error
            finally:
                world.close()

        report.run(prefix + one.name, call)

    def worlds_of(one):
        return [("", make) for make in worlds.values()][:1] if one.once else worlds.items()

    started = []
    with concurrent.futures.ThreadPoolExecutor(max(1, options.jobs)) as pool:
        for one in cases:
            for prefix, make_world in worlds_of(one):
                if not one.alone:
                    started.append(pool.submit(run_one, prefix, make_world, one))
    for one in started:
        one.result()
    for one in cases:
        for prefix, make_world in worlds_of(one):
            if one.alone:
                run_one(prefix, make_world, one)
    return report.finish()
