# SPDX-License-Identifier: Apache-2.0
# Every unit test, as a developer builds it.
. tests/steps/counting.sh
must "everything builds" build debug
run_units debug --exclude-regex '^architecture_test$'
finish
