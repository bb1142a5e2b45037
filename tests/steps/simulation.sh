# SPDX-License-Identifier: Apache-2.0
# The sync in simulated worlds: no law is broken on seeds that nobody tried, the laws notice planted
# faults, and a page's machine tells the same stories as the daemon's. See docs/simulation.md.
. tests/steps/counting.sh
must "the simulation builds" build debug simulation simulation_mutants
must "the simulation builds for a page" build wasm simulation
programs=build/debug/tests/simulation

# Other sources have other seeds, the same sources the same ones on every machine: what passed here
# passes there.
sources=$(find shared daemon tests/simulation -type f -print0 | LC_ALL=C sort -z | xargs -0 cat | sha256sum)
seed=$((16#${sources:0:8}))

# transcript PROGRAM… of some hundred schedules
transcript() { "$@" --seed "$seed" --schedules 300 | grep -a '^transcript '; }
same_transcript() {
    local here there
    here=$(transcript "$programs/simulation") || return
    there=$(transcript node --no-experimental-fetch build/wasm/tests/simulation/simulation.js) || return
    echo "seeds from $seed on: $here, on a page's machine: $there"
    [ "$here" = "$there" ]
}

check "no law is broken on fresh seeds" \
    tests/simulation/run --seed "$seed" --seconds "${ENSEMBLE_SIMULATION_S:-30}"
check "no law is broken on the real database" \
    tests/simulation/run --seed "$seed" --seconds 5 --store sqlite
check "a page's machine tells the same stories" same_transcript

# One line for each planted fault: "ok …" or "not ok …".
try_faults() {
    "$programs/simulation_mutants" --list | xargs -P "$jobs" -I{} "$programs/simulation_mutants" \
        --mutant {} --corpus tests/simulation/corpus
}
expected=$("$programs/simulation_mutants" --list | wc -l)
tried=$(try_faults) || true
echo "$tried"
noticed=$(grep -c '^ok ' <<<"$tried") || true
passed=$((passed + noticed))
failed=$((failed + expected - noticed))
finish
