# SPDX-License-Identifier: Apache-2.0
# clang-tidy over the C++ that differs from BASE (default: the last commit), or over everything
# with BASE=all.
. tests/steps/counting.sh
base=${BASE:-HEAD}
must "it configures" configure debug
must "generated sources exist" build debug ensembled
sources() {
    if [ "$base" = all ]; then
        find shared daemon -name '*.cpp'
    else
        git diff --name-only --diff-filter=d "$base" -- 'shared/*.cpp' 'daemon/*.cpp'
    fi
}
mapfile -t files < <(sources)
for file in "${files[@]}"; do
    check "$file" clang-tidy --quiet -p build/debug "$file"
done
finish
