# SPDX-License-Identifier: Apache-2.0
"""Reads a run back: PATH [KEY…]."""
import sys

from ensemble_testing.script import give, read_run

give(read_run(sys.argv[1], sys.argv[2:]))
