// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "daemon/blobs/blob_store.h"
#include "tests/support/temporary_directory.h"

namespace ensemble::tests {

inline std::unique_ptr<blobs::BlobStore> store_in(const std::string& directory) {
    auto store = blobs::open_folder(directory);
    if (!store) FAIL(store.error().detail);
    return *std::move(store);
}

inline blobs::Blob put(blobs::BlobStore& store, std::string_view content) {
    auto writer = store.start();
    REQUIRE(static_cast<bool>(writer));
    REQUIRE(static_cast<bool>((*writer)->write(content)));
    auto blob = (*writer)->finish();
    if (!blob) FAIL(blob.error().detail);
    return *std::move(blob);
}

inline std::size_t files_under(const std::string& directory) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory))
        count += entry.is_regular_file() ? 1u : 0u;
    return count;
}

}  // namespace ensemble::tests
