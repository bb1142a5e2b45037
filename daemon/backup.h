// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "daemon/stores.h"
#include "shared/base/result.h"

namespace ensemble {

// A data folder at one moment: copies of what changes, made while nothing else runs, beside the
// folder itself for what never changes once written (blobs). Destroyed: the copies are gone.
class Snapshot {
public:
    // On the core thread. Takes as long as copying the database and the recorded runs does.
    static Result<std::unique_ptr<Snapshot>> take(Stores& stores);
    ~Snapshot();

    // Any thread; others go on meanwhile. The lines to print.
    Result<std::vector<std::string>> write(const std::string& file) const;

private:
    Snapshot(std::string data, std::string copies)
        : data_(std::move(data)), copies_(std::move(copies)) {}

    std::string data_;
    std::string copies_;
};

// Fills a folder that is missing or empty from a backup, and checks what came out.
Result<std::vector<std::string>> restore_backup(const std::string& file, const std::string& folder);

}  // namespace ensemble
