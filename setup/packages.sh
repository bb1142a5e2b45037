# SPDX-License-Identifier: Apache-2.0
# Debian packages. Sourced.
# shellcheck shell=bash

# What building and running needs.
build_packages=(
    brotli ca-certificates ccache cmake emscripten g++ libboost1.81-dev libcli11-dev
    libcurl4-openssl-dev libre2-dev libsimdjson-dev libsodium-dev libspdlog-dev libsqlite3-dev
    libssl-dev libzstd-dev lld mold ninja-build nlohmann-json3-dev pkg-config prometheus-cpp-dev
    python3 python3-venv zlib1g-dev
)
# What the tests need on top of that.
test_packages=(
    chromium clang clang-format clang-tidy doctest-dev fonts-noto-cjk libclang-rt-14-dev
)

# missing_packages NAME… prints those that are not installed, one per line.
missing_packages() {
    local installed
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
    local name
    for name in "$@"; do
        grep -qxF "installed $name" <<<"$installed" || printf '%s\n' "$name"
    done
}

# install_packages NAME… asks the package system only for what is missing.
install_packages() {
    command -v dpkg-query >/dev/null || {
        echo "This is not a Debian system. Please install by hand what these packages hold:"
        printf '  %s\n' "$@"
        echo "then set ENSEMBLE_PACKAGES=ready."
        [ "${ENSEMBLE_PACKAGES:-}" = ready ]
        return
    }
    local missing as_root=()
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    echo "missing: ${missing[*]}"
    if [ "$(id -u)" -ne 0 ]; then
        as_root=(sudo -n)
        "${as_root[@]}" true || {
            echo "Please run as root: apt-get install --no-install-recommends ${missing[*]}"
            return 1
        }
    fi
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q
        -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
    "${apt[@]}" update || return
    "${apt[@]}" install -y --no-install-recommends "${missing[@]}"
}
