# SPDX-License-Identifier: Apache-2.0
# One run of the newest wandb package.
. tests/steps/counting.sh
run_folder compat --quick --sdk 0.31.0 --filter "numbers survive to the last bit"
