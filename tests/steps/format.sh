# SPDX-License-Identifier: Apache-2.0
# Format and lint. With ENSEMBLE_QUICK only of what differs from the last commit.
. tests/steps/counting.sh

changed() {
    {
        git diff --name-only --diff-filter=d HEAD
        git ls-files --others --exclude-standard
    } | sort -u
}

everything() {
    find . \( -path ./build -o -path ./.git -o -path ./data -o -path ./web/node_modules \
        -o -path ./web/dist \) -prune -o -type f -printf '%P\n'
}

mapfile -t files < <(if [ "${ENSEMBLE_QUICK:-}" ]; then changed; else everything; fi)
cpp=() page=() shell=()
for file in "${files[@]}"; do
    case $file in
        *.cpp | *.h) cpp+=("$file") ;;
        web/*) page+=("${file#web/}") ;;
    esac
    case $file in
        *.sh | run | test | .ci/run) shell+=("$file") ;;
    esac
done

page_check() { (cd web && npx --no-install "$@"); }

[ "${#cpp[@]}" -eq 0 ] || check "C++ is formatted" clang-format --dry-run -Werror "${cpp[@]}"
for file in "${shell[@]}"; do check "$file is read by bash" bash -n "$file"; done
if [ -z "${ENSEMBLE_QUICK:-}" ]; then
    check "the page is formatted" page_check prettier --check .
    check "the page is free of lint" page_check eslint . --max-warnings 0
elif [ "${#page[@]}" -gt 0 ]; then
    check "the page is formatted" page_check prettier --check --ignore-unknown "${page[@]}"
fi
finish
