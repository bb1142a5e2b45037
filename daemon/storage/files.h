// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "shared/base/result.h"

// Thin cover of the system calls that this room needs.
namespace ensemble::storage {

// "<doing>: <the system's reason>." as disk_full, not_found or io_error.
Error system_error(std::string_view doing, int number);

using Descriptor = std::shared_ptr<const int>;

// Opens with O_CLOEXEC, mode 0600; closed with the last owner.
Result<Descriptor> open_file(const std::string& path, int flags);
Result<void> write_all(int descriptor, std::string_view bytes);
Result<std::string> read_small(const std::string& path, std::size_t bytes_max);
Result<void> sync_file(int descriptor);
// Makes what was created, renamed or removed in a folder durable.
Result<void> sync_folder(const std::string& path);

}  // namespace ensemble::storage
