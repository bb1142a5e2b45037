# SPDX-License-Identifier: Apache-2.0
# The tests of rooms that have threads, watched for races.
. tests/steps/counting.sh
threaded='^daemon_(net|blobs|health|app)'

must "it configures" configure tsan
mapfile -t programs < <(ctest --test-dir build/tsan --show-only --tests-regex "$threaded" |
    sed -nE 's/^ *Test +#[0-9]+: //p')
must "there are tests with threads" test "${#programs[@]}" -gt 0
export TSAN_OPTIONS=second_deadlock_stack=1
must "they build" build tsan "${programs[@]}"
run_units tsan --tests-regex "$threaded"
finish
