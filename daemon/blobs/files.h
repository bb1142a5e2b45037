// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "shared/base/result.h"

// Thin cover of the system calls that this room needs.
namespace ensemble::blobs {

// The system's refusal as an Error: disk_full, not_found or io_error.
Error system_error(std::string_view doing, int number);

using Descriptor = std::shared_ptr<const int>;

// Opens with O_CLOEXEC, mode 0600; closed with the last owner.
Result<Descriptor> open_file(const std::string& path, int flags);
Result<void> write_all(int descriptor, std::string_view bytes);
// Makes a folder (mode 0700) unless it is there; true when it was made.
Result<bool> make_folder(const std::string& path);
// Makes what was created, renamed or removed in a folder durable.
Result<void> sync_folder(const std::string& path);

}  // namespace ensemble::blobs
