# SPDX-License-Identifier: Apache-2.0
# The daemon with bad luck: killed, without disk space, with torn files.
. tests/steps/counting.sh
run_folder faults
