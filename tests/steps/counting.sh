# SPDX-License-Identifier: Apache-2.0
# What every step of the tests is made of: checks, counts and the last line `N passed, N failed`.
# Sourced with the top of the tree as working folder.
# shellcheck shell=bash

set -euo pipefail
. setup/build.sh

passed=0
failed=0

# check NAME COMMAND… counts one test: whether the command succeeds.
check() {
    local name=$1
    shift
    if "$@"; then
        echo "ok $name"
        passed=$((passed + 1))
    else
        echo "not ok $name"
        failed=$((failed + 1))
    fi
}

# must NAME COMMAND… is for work without which the step cannot go on.
must() {
    local name=$1
    shift
    "$@" && return
    echo "not ok $name"
    failed=$((failed + 1))
    finish
}

finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
    exit
}

# sum_of FIELD LOG adds up a field of doctest's last lines in a log of ctest, which numbers the lines
# of each program: "7: [doctest] test cases: 3 | 2 passed | 1 failed".
sum_of() {
    { grep -aE "^[0-9]+: .*test cases: " "$2" || true; } | { grep -oE "[0-9]+ $1" || true; } |
        awk '{ sum += $1 } END { print sum + 0 }'
}

# run_units PRESET [CTEST OPTION…] runs the unit tests and counts their cases. A program that
# breaks without a count of its own counts as one failed test.
run_units() {
    local preset=$1 log=build/logs/ctest-$1.txt broken counted
    shift
    mkdir -p build/logs
    ctest --preset "$preset" -j "$jobs" --verbose "$@" 2>&1 | tee "$log" || true
    passed=$((passed + $(sum_of passed "$log")))
    failed=$((failed + $(sum_of failed "$log")))
    broken=$(grep -aoE '[0-9]+ tests failed out of' "$log" | grep -oE '^[0-9]+') ||
        must "ctest gives a result" false
    counted=$({ grep -aE '^[0-9]+: .*test cases: .* [1-9][0-9]* failed' "$log" || true; } | wc -l)
    [ "$broken" -le "$counted" ] || failed=$((failed + broken - counted))
}

# run_vitest NAME [OPTION…] runs tests of the page and counts them. A file that cannot be read has no
# failed test of its own and counts as one.
run_vitest() {
    local report=$PWD/build/logs/$1.json status=0 broken
    shift
    mkdir -p build/logs
    rm -f "$report"
    (cd web && npx --no-install vitest run --reporter=default --reporter=json \
        --outputFile="$report" "$@") || status=$?
    must "vitest gives a result" test -f "$report"
    passed=$((passed + $(number_in "$report" numPassedTests)))
    broken=$(number_in "$report" numFailedTests)
    failed=$((failed + broken))
    [ "$status" -eq 0 ] || [ "$broken" -gt 0 ] || failed=$((failed + 1))
}

# number_in JSON_FILE FIELD
number_in() { node -p "JSON.parse(require('fs').readFileSync('$1', 'utf8')).$2"; }

# run_folder FOLDER [ARGUMENT…] runs tests/FOLDER/run against the daemon of the debug build.
run_folder() {
    local folder=$1
    shift
    must "the daemon builds" build debug ensembled
    export ENSEMBLED=$PWD/build/debug/daemon/ensembled
    exec "tests/$folder/run" "$@"
}
