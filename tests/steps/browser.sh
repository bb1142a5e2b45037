# SPDX-License-Identifier: Apache-2.0
# The page in a real browser, from the real daemon.
. tests/steps/counting.sh
must "the module builds" build wasm core
must "the page builds" build_page
must "the daemon builds" build debug ensembled
export ENSEMBLED=$PWD/build/debug/daemon/ensembled
run_vitest browser --config vitest.browser.config.ts
finish
