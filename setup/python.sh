# SPDX-License-Identifier: Apache-2.0
# Virtual environments of Python. Sourced.
# shellcheck shell=bash

# make_environment FOLDER REQUIREMENTS makes it, unless it is there for the same requirements.
make_environment() {
    local folder=$1 requirements=$2 wanted
    wanted=$(sha256sum <"$requirements")
    [ "$(cat "$folder/made-for" 2>/dev/null)" != "$wanted" ] || return 0
    rm -rf "$folder"
    python3 -m venv "$folder" || return
    "$folder/bin/pip" install --disable-pip-version-check -r "$requirements" || return
    printf '%s\n' "$wanted" >"$folder/made-for"
}
