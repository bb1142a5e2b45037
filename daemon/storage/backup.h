// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "shared/base/result.h"

// A backup is one file: a POSIX tar (pax) inside one zstd frame, so that `tar --zstd -xf` opens it
// too. Its first entry names the format and its version, its last one the number of the files in
// between and the CRC-32C of all their names and contents; zstd's own checksum covers the rest.
// Both functions run on any thread, in bounded memory.
namespace ensemble::storage {

// A file, or a folder with everything in it.
struct ArchiveEntry {
    std::string name;  // in the archive: relative, forward slashes, no "." or ".."
    std::string path;
    // Instead of the path: an open file, which its name may have left by now.
    std::shared_ptr<const int> descriptor;
    // No more than its first bytes: the rest of a file that grows is left out.
    std::uint64_t bytes_max = std::numeric_limits<std::uint64_t>::max();
    // Of a folder: names directly in it that stay out.
    std::vector<std::string> without;
};

// Writes a new file; durable and complete when it returned, not there at all otherwise. A file of
// a folder that vanishes meanwhile is left out. conflict when the file exists, not_found for an
// entry that does not, disk_full, io_error.
Result<void> write_archive(const std::string& file, const std::vector<ArchiveEntry>& entries);

// Fills a missing or empty folder. Nothing is in its place before every checksum was compared.
// corrupt, newer_version, conflict when something is in the folder, disk_full, io_error.
Result<void> restore_archive(const std::string& file, const std::string& directory);

}  // namespace ensemble::storage
