// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "shared/base/ids.h"
#include "shared/base/result.h"

// Files by the digest of their content. The interface is what an object store can do as well.
namespace ensemble::blobs {

struct Blob {
    std::string digest;  // lower-case hex SHA-256
    std::string md5;     // base64 with padding
    std::uint64_t bytes = 0;
};

// One upload under way. Bytes go to disk as they arrive. Destroyed unfinished: nothing remains.
class Writer {
public:
    virtual ~Writer() = default;
    virtual Result<void> write(std::string_view bytes) = 0;
    // Durable once this returned. Content that is already stored is stored once.
    virtual Result<Blob> finish() = 0;
};

// Thread-safe.
class BlobStore {
public:
    virtual ~BlobStore() = default;
    virtual Result<std::unique_ptr<Writer>> start() = 0;
    // An open descriptor for reading, closed with the last owner. not_found.
    virtual Result<std::shared_ptr<const int>> open(std::string_view digest) = 0;
    virtual Result<std::string> read(std::string_view digest, std::uint64_t bytes_max) = 0;
    virtual Result<void> remove(std::string_view digest) = 0;
    // Removes it unless it was stored, or stored once more, at that time or later; false when it
    // stays or was not there. For content that nothing refers to: an upload of the same content
    // that has just ended, and is about to be referred to, keeps it.
    virtual Result<bool> remove_if_older(std::string_view digest, Instant than) = 0;
    // Calls back for every stored blob with whether its bytes match its name.
    virtual Result<void> check(const std::function<void(std::string_view digest, bool sound)>&) = 0;
};

Result<std::unique_ptr<BlobStore>> open_folder(const std::string& directory);

}  // namespace ensemble::blobs
