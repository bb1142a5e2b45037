// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "shared/base/result.h"

namespace ensemble::recording {

// An open file, closed with the object.
class File {
public:
    enum class Mode { read, write, create };  // write and create also read

    static Result<File> open(const std::string& path, Mode mode);
    File() = default;
    File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    File& operator=(File&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File();

    explicit operator bool() const { return descriptor_ >= 0; }

    Result<std::uint64_t> size() const;
    // Everything or nothing: after an error the bytes past `offset` are whatever they are.
    // disk_full, io_error.
    Result<void> write(std::string_view bytes, std::uint64_t offset);
    // Exactly `bytes` bytes; corrupt when the file ends before.
    Result<void> read(std::uint64_t offset, std::size_t bytes, std::string& out) const;
    // Up to `bytes` bytes.
    Result<void> read_some(std::uint64_t offset, std::size_t bytes, std::string& out) const;
    Result<void> truncate(std::uint64_t size);
    Result<void> sync();  // the bytes and the size
    // Gives the space of whole blocks in the range back; they read as zeros.
    void punch(std::uint64_t offset, std::uint64_t bytes);

private:
    int descriptor_ = -1;
};

// Makes names created or removed in the folder durable.
Result<void> sync_folder(const std::string& path);

}  // namespace ensemble::recording
