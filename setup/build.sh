# SPDX-License-Identifier: Apache-2.0
# Configuring and building. Sourced from the top of the tree.
# shellcheck shell=bash

export CCACHE_DIR=${CCACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/ensemble-ccache}
export CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-4G}
jobs=${ENSEMBLE_JOBS:-$(nproc)}

# The build system notices by itself when a list of sources changes, but not when one appears.
build_lists() {
    cat CMakePresets.json
    find shared wasm daemon tests -name CMakeLists.txt | sort
}

# configure PRESET
configure() {
    local lists=build/$1/lists
    if [ ! -f "build/$1/build.ninja" ] || ! build_lists | cmp -s - "$lists"; then
        cmake --preset "$1" || return
        build_lists >"$lists"
    fi
}

# one_at_a_time COMMAND… waits for others that build in this tree.
one_at_a_time() {
    mkdir -p build
    (
        flock 8
        "$@" 8>&-
    ) 8>>build/lock
}

# build PRESET [TARGET…]
build() { one_at_a_time build_now "$@"; }
build_now() {
    local preset=$1
    shift
    configure "$preset" || return
    cmake --build --preset "$preset" -j "$jobs" ${1:+--target "$@"}
}

# What the built page is made of, as one checksum.
page_inputs() {
    {
        find web -path web/node_modules -prune -o -path web/dist -prune -o \
            -path web/tests -prune -o -type f -print0 | sort -z | xargs -0 sha256sum
        sha256sum build/wasm/wasm/core.wasm
    } | sha256sum
}

# The page, from its sources and the module.
build_page() { one_at_a_time build_page_now; }
build_page_now() {
    local inputs
    inputs=$(page_inputs) || return
    [ ! -f web/dist/index.html ] || [ "$(cat build/page-inputs 2>/dev/null)" != "$inputs" ] || return 0
    rm -f build/page-inputs
    (cd web && npm run build) || return
    printf '%s\n' "$inputs" >build/page-inputs
}
