// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/recording/run_state.h"
#include "daemon/recording/sealed_reader.h"

namespace ensemble::recording {

// One curve of a stream: every point when there are few, else buckets that hold every extreme.
// Most blocks are never unpacked: a block whose x lie in one bucket is added by its summary.
Result<metrics::Series> read_series(SealedReader& reader, StreamState& stream,
                                    const SeriesRequest& request);

}  // namespace ensemble::recording
