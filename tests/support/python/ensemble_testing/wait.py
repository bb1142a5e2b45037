# SPDX-License-Identifier: Apache-2.0
"""Waiting for something to become true, with a limit instead of a guess."""
import time


def wait_for(what, question, limit_s=30.0, pause_s=0.05):
    """Asks until the answer is true and returns it; fails with the last answer."""
    end = time.monotonic() + limit_s
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"waited {limit_s} s for {what}; last answer: {answer!r}")
        time.sleep(pause_s)
