# SPDX-License-Identifier: Apache-2.0
# A few seconds of fuzzing for each parser of outside input, from the committed corpus.
. tests/steps/counting.sh
must "the fuzz targets build" build fuzz fuzz
exec tests/fuzz/run --quick
