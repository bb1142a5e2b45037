# SPDX-License-Identifier: Apache-2.0
# The house rules.
. tests/steps/counting.sh
must "the rules build" build debug architecture_test
run_units debug --tests-regex '^architecture_test$'
finish
