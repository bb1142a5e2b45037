// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "daemon/recording/batch.h"
#include "shared/base/result.h"
#include "shared/runs/life.h"

namespace ensemble::wandb {

// What one file stream request says.
struct FileStream {
    recording::Batch batch;  // lines are parsed already; the writer is not set
    runs::Progress progress;
    // Summaries that are no JSON objects are dropped, and counted here.
    std::int64_t bad_summaries = 0;
    bool has_lines() const {
        return batch.history || batch.events || batch.console || batch.summary;
    }
};

// Reads {"files": {name: {"offset": n, "content": [line…]}}, "complete"?, "exitcode"?,
// "preempting"?, "uploaded"?}. Files of other names are skipped. Pure; meant for a network thread.
// bad_request for wrong types, negative offsets, broken JSON or UTF-8; too_large over
// limits::line_bytes_max or line_number_max. `labelled`: old console lines may carry the label of
// one of several writers.
Result<FileStream> read_file_stream(std::string_view body, bool labelled = false);

}  // namespace ensemble::wandb
