# SPDX-License-Identifier: Apache-2.0
# The daemon of ./run, its first user and the example. Sourced by ./run, which sets data and listen.
# shellcheck shell=bash

ensembled=$PWD/build/release/daemon/ensembled
daemon_pid=
example_pid=
folder_lock=

# Holds a lock on the data folder for as long as this script and its daemon live.
take_folder() {
    key_file=$data/example-key
    [ -w "$data" ] || fail "The folder $data cannot be written to."
    exec {folder_lock}>>"$data/.run"
    flock --nonblock "$folder_lock" && return
    fail "Ensemble already runs on this data: $(cat "$data/.run")
Stop it there with Ctrl-C, or give this one --data and --listen of its own."
}

# where_to_ask prints an address under which this machine reaches the daemon.
where_to_ask() {
    local host=${listen%:*} port=${listen##*:}
    case $host in
        0.0.0.0) host=127.0.0.1 ;;
        '[::]') host='[::1]' ;;
    esac
    printf '%s:%s' "$host" "$port"
}

# Whether the daemon answers GET /ready with 200.
is_ready() {
    local host=${ask%:*} status=''
    host=${host#[} host=${host%]}
    {
        exec 3<>"/dev/tcp/$host/${ask##*:}" || return 1
        printf 'GET /ready HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$ask" >&3
        read -r -t 5 _ status _ <&3
        exec 3>&-
    } 2>/dev/null
    [ "$status" = 200 ]
}

start_daemon() {
    ask=$(where_to_ask)
    address=http://$ask
    ! is_ready || fail "Something else already answers on $listen. Give this one --listen HOST:PORT."
    local start deadline
    start=$(now_us)
    deadline=$((start + 60000000))
    set -m
    "$ensembled" serve --data "$data" --listen "$listen" >>"$logs/daemon.log" 2>&1 </dev/null &
    daemon_pid=$!
    set +m
    until is_ready; do
        if ! kill -0 "$daemon_pid" 2>/dev/null || [ "$(now_us)" -gt "$deadline" ]; then
            tail -n 10 "$logs/daemon.log" | sed 's/^/    /' >&2
            fail "The daemon did not start; the whole log is build/logs/daemon.log"
        fi
        sleep 0.02
    done
    printf 'process %s, %s\n' "$$" "$address" >"$data/.run"
    say "$green✓$plain Starting the daemon  $dim$(seconds_since "$start")$plain"
}

# The first user is an admin and is called like the account that this runs under. The key stays in
# the data folder, so that the example can train again; nobody else on the machine can read it.
make_first_user() {
    local names
    names=$("$ensembled" user list --data "$data")
    if [ -z "$names" ]; then
        user=${SUDO_USER:-${USER:-admin}}
        [[ $user =~ ^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$ ]] || user=admin
        (
            umask 077
            { "$ensembled" user add "$user" --email "$user@localhost" --admin --data "$data" ||
                "$ensembled" user add "${user:=admin}" --email admin@localhost --admin --data "$data"
            } >"$key_file.new" 2>"$logs/user.log" || fail "$(cat "$logs/user.log")"
            { printf '%s\n' "$user"; tail -n 1 "$key_file.new"; } >"$key_file"
            rm "$key_file.new"
        )
    fi
    if [ -s "$key_file" ]; then
        user=$(head -n 1 "$key_file")
    else
        user=$(head -n 1 <<<"$names" | awk '{ print $1 }')
    fi
}

sign_in_link() { "$ensembled" user link "$user" --data "$data" | tail -n 1; }

# Trains the example as a user would: the package from PyPI, an address and a key.
train_example() {
    local log=$logs/example.log start name="Training examples/digits.py" url='' status=0
    local python=$PWD/build/example-python/bin/python script=$PWD/examples/digits.py
    start=$(now_us)
    mkdir -p build/example
    : >"$log"
    set -m
    (
        cd build/example
        export WANDB_BASE_URL=$address WANDB_API_KEY
        WANDB_API_KEY=$(tail -n 1 "$key_file")
        exec "$python" -u "$script"
    ) >"$log" 2>&1 </dev/null &
    example_pid=$!
    set +m
    say "… $name"
    while kill -0 "$example_pid" 2>/dev/null && [ -z "$url" ]; do
        url=$(grep -aoE 'https?://[^ ]+/runs/[^ ]+' "$log" | head -n 1) || sleep 0.1
    done
    [ -z "$url" ] || say "  Watch it live: $bold$url$plain"
    [ -z "$live" ] || { tick "$name" "$log" "$start" & ticker_pid=$!; }
    wait "$example_pid" || status=$?
    stop_ticker
    example_pid=
    if [ "$status" -ne 0 ]; then
        say "$red✗ $name$plain  $dim$(seconds_since "$start")$plain"
        tail -n 15 "$log" | sed 's/^/    /'
        say "The example failed; the daemon goes on. The whole log is build/logs/example.log"
        return
    fi
    say "$green✓$plain $name  $dim$(seconds_since "$start")$plain"
    say "  The run: $bold$url$plain"
}

wait_for_daemon() {
    local status=0
    wait "$daemon_pid" || status=$?
    daemon_pid=
    tail -n 10 "$logs/daemon.log" | sed 's/^/    /' >&2
    fail "The daemon ended by itself, with status $status; the log is build/logs/daemon.log"
}

# end_process PID SIGNAL SECONDS sends the signal to the process and, when it has not ended after
# that time, ends its whole group.
end_process() {
    local pid=$1 i
    kill -"$2" "$pid" 2>/dev/null || return 0
    for ((i = 0; i < $3 * 20; i++)); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.05
    done
    kill -KILL -- "-$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
}

# The script first, so that it can say goodbye to a daemon that is still there.
stop_everything() {
    local status=$?
    trap - EXIT INT TERM
    stop_stage
    if [ -n "$example_pid$daemon_pid" ]; then say; fi
    if [ -n "$example_pid" ]; then
        say "Stopping the example…"
        end_process "$example_pid" INT 20
    fi
    if [ -n "$daemon_pid" ]; then
        say "Stopping the daemon…"
        end_process "$daemon_pid" TERM 30
        say "Stopped. The data is in $data"
    fi
    exit "$status"
}
