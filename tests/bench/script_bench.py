# SPDX-License-Identifier: Apache-2.0
"""W8: what run.log() costs the script, offline and against the daemon."""
import pathlib

from ensemble_testing.sdk import PACKAGES, Sdk
from measure import median, new_daemon, tell

SCRIPTS = pathlib.Path(__file__).resolve().parent / "scripts"


def w8(options):
    daemon = new_daemon()
    try:
        for version in PACKAGES:
            for mode in ("offline", "online"):
                sdk = Sdk(version, SCRIPTS, daemon.port, daemon.keys["alice"])
                try:
                    found = [sdk.run("log_cost.py", mode, 5000).result
                             for _ in range(options.rounds)]
                finally:
                    sdk.close()
                tell("W8", f"{version} {mode}", **{
                    key: median([one[key] for one in found]) for key in found[0]})
    finally:
        daemon.close()


BENCHES = {"W8": w8}
