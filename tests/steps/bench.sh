# SPDX-License-Identifier: Apache-2.0
# The measurements. They print figures and fail on none.
. tests/steps/counting.sh
exec tests/bench/run
