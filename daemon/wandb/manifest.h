// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/storage/artifact_store.h"
#include "shared/base/result.h"

namespace ensemble::wandb {

// What a version holds, as its script listed it. Format: docs/wandb.md, "manifests".
struct Manifest {
    struct Entry {
        std::string md5;  // base64; of a reference whatever its storage calls a digest
        std::uint64_t bytes = 0;
        ArtifactId birth;  // zero: the version itself
        std::string ref;
        std::string json;  // the entry as text, without what concerns the sender's disk only
    };
    std::string head;                                   // JSON members before "contents", as text
    std::map<std::string, Entry, std::less<>> entries;  // by path

    // Entries of `newer` win.
    void merge(Manifest newer);
    std::string text() const;
};

// bad_request when it is not a manifest, or a path leads out of the version.
Result<Manifest> read_manifest(std::string_view text);

}  // namespace ensemble::wandb
