# SPDX-License-Identifier: Apache-2.0
# Every unit test once more, watched for bad addresses and undefined behaviour.
. tests/steps/counting.sh
export ASAN_OPTIONS=strict_string_checks=1:detect_stack_use_after_return=1
export UBSAN_OPTIONS=print_stacktrace=1
must "everything builds" build asan
run_units asan --exclude-regex '^architecture_test$'
finish
