// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <mutex>
#include <string>

#include "daemon/blobs/blob_store.h"

namespace ensemble::blobs {

// A blob lies in <directory>/<first two digits>/<the other 62>, never changed once it is there; an
// upload grows in <directory>/incoming, which is emptied when the folder is opened.
class Folder final : public BlobStore {
public:
    explicit Folder(std::string directory) : directory_(std::move(directory)) {}
    Result<void> prepare();

    Result<std::unique_ptr<Writer>> start() override;
    Result<std::shared_ptr<const int>> open(std::string_view digest) override;
    Result<std::string> read(std::string_view digest, std::uint64_t bytes_max) override;
    Result<void> remove(std::string_view digest) override;
    Result<bool> remove_if_older(std::string_view digest, Instant than) override;
    Result<void>
    check(const std::function<void(std::string_view digest, bool sound)>& found) override;

    // Whether the same content is stored already; if so it counts as stored now.
    Result<bool> stored_again(const Blob& blob);
    // Moves a complete and synced upload to its place.
    Result<void> take_in(const std::string& upload, const Blob& blob);

private:
    std::string folder_of(std::string_view digest) const;
    std::string path_of(std::string_view digest) const;

    std::string directory_;
    std::atomic<std::uint64_t> uploads_{0};
    std::mutex moving_;  // what is stored anew is not removed in the same moment
};

// Whether it is the name of a blob: 64 lower-case hexadecimal digits.
bool is_digest(std::string_view text);

}  // namespace ensemble::blobs
