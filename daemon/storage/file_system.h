// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace ensemble::storage {

// Type of the mounted file system with that device number in a mount table as in proc(5),
// mountinfo: "ext4", "fuse.sshfs" … "" when it is not in there.
std::string mount_type(const std::string& mount_table, std::uint64_t device);

}  // namespace ensemble::storage
