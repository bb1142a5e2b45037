# SPDX-License-Identifier: Apache-2.0
# The browser's module, and the tests of what is in it, run by Node.
. tests/steps/counting.sh
must "the module builds" build wasm
run_units wasm
finish
