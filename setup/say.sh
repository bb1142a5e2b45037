# SPDX-License-Identifier: Apache-2.0
# Stages: a named piece of work whose output goes to a log. Sourced from the top of the tree.
# shellcheck shell=bash

logs=$PWD/build/logs
stage_pid=
stage_status=0
ticker_pid=

if [ -t 1 ] && [ "${TERM:-dumb}" != dumb ]; then
    live=yes
else
    live=
fi
if [ "$live" ] && [ -z "${NO_COLOR:-}" ]; then
    bold=$'\e[1m' dim=$'\e[2m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'
else
    bold='' dim='' green='' red='' plain=''
fi

say() { printf '%s\n' "$*"; }
fail() {
    printf '%s%s%s\n' "$red" "$*" "$plain" >&2
    exit 1
}

now_us() { printf '%s' "${EPOCHREALTIME/[.,]/}"; }

# seconds_since START_US prints "12.3 s".
seconds_since() {
    local tenths=$((($(now_us) - $1) / 100000))
    printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
}

# The last thing that tells how far a stage is, such as "[34/120]" of a build.
progress_in() {
    { tail -n 3 "$1" 2>/dev/null || true; } | grep -aoE '^\[[0-9]+/[0-9]+\]' | tail -n 1
}

# Keeps one line of the terminal fresh until it is killed.
tick() {
    local name=$1 log=$2 start=$3
    while sleep 0.2; do
        printf '\r\e[K%s…%s %s  %s%s %s%s' "$dim" "$plain" "$name" "$dim" \
            "$(seconds_since "$start")" "$(progress_in "$log")" "$plain"
    done
}

stop_ticker() {
    [ -n "$ticker_pid" ] || return 0
    kill "$ticker_pid" 2>/dev/null || true
    wait "$ticker_pid" 2>/dev/null || true
    ticker_pid=
    printf '\r\e[K'
}

# Ends the running stage with everything that it started.
stop_stage() {
    stop_ticker
    [ -n "$stage_pid" ] || return 0
    kill -TERM -- "-$stage_pid" 2>/dev/null || true
    wait "$stage_pid" 2>/dev/null || true
    stage_pid=
}

# run_logged NAME LOG COMMAND… runs the command in a process group of its own, with its output in
# build/logs/LOG.log, and leaves its status in stage_status. (Called behind || it would switch off the
# shell's own stop at errors in the command.)
run_logged() {
    local name=$1 log=$logs/$2.log
    stage_status=0
    shift 2
    mkdir -p "$logs"
    [ -z "$live" ] || { tick "$name" "$log" "$(now_us)" & ticker_pid=$!; }
    set -m
    "$@" >"$log" 2>&1 </dev/null &
    stage_pid=$!
    set +m
    wait "$stage_pid" || stage_status=$?
    stage_pid=
    stop_ticker
}

# stage NAME LOG COMMAND… is run_logged for work that must succeed: a line when it is done, the end
# of the log and an exit when it fails.
stage() {
    local name=$1 log=$2 start
    start=$(now_us)
    [ "$live" ] || say "… $name"
    run_logged "$@"
    if [ "$stage_status" -eq 0 ]; then
        say "$green✓$plain $name  $dim$(seconds_since "$start")$plain"
        return
    fi
    say "$red✗ $name$plain  $dim$(seconds_since "$start")$plain"
    tail -n 25 "$logs/$log.log" | sed 's/^/    /'
    fail "$name failed; the whole log is build/logs/$log.log"
}
