# SPDX-License-Identifier: Apache-2.0
# The real wandb packages against the real daemon.
. tests/steps/counting.sh
run_folder compat
