# SPDX-License-Identifier: Apache-2.0
# The page: its tests, types, build and size.
. tests/steps/counting.sh
must "the module builds" build wasm core
run_vitest vitest
if [ -z "${ENSEMBLE_QUICK:-}" ]; then
    check "the page's types fit" npm --prefix web run --silent typecheck
    must "the page builds" build_page
    check "the page keeps within its budgets" npm --prefix web run --silent budgets
fi
finish
