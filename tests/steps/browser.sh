# SPDX-License-Identifier: Apache-2.0
# The page in a real browser, from the real daemon.
. tests/steps/counting.sh
. setup/python.sh
must "the module builds" build wasm core
must "the page builds" build_page
must "the daemon builds" build debug ensembled
must "the packages of the example are there" make_environment build/example-python examples/requirements.txt
export ENSEMBLED=$PWD/build/debug/daemon/ensembled
run_vitest browser --config vitest.browser.config.ts
finish
