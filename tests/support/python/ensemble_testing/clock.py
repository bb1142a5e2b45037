# SPDX-License-Identifier: Apache-2.0
"""A wall clock that a test moves under a running program."""
import pathlib
import subprocess

from .cases import Skip

SOURCE = pathlib.Path(__file__).with_name("clock.c")


class MovableClock:
    """`env` starts a program under this clock; jump_to() moves it while the program runs."""

    def __init__(self, folder):
        self.offset = pathlib.Path(folder) / "clock-offset"
        self.offset.write_bytes((0).to_bytes(8, "little", signed=True))
        library = pathlib.Path(folder) / "clock.so"
        made = subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE),
                               "-ldl"], capture_output=True, text=True)
        if made.returncode != 0:
            raise Skip("no C compiler: " + made.stderr[-300:])
        self.env = {"LD_PRELOAD": str(library), "CLOCK_OFFSET_FILE": str(self.offset)}

    def jump_to(self, seconds):
        """From now on the wall clock is so many seconds off the real one."""
        with open(self.offset, "r+b") as file:  # mapped by the program, so never a new file
            file.write(int(seconds).to_bytes(8, "little", signed=True))
