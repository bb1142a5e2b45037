// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/mount.h>
#include <unistd.h>

#include <string>

#include "tests/support/temporary_directory.h"

namespace ensemble::tests {

// A memory disk of a given size, for tests of what happens when it is full. Only root may mount
// one; for others `mounted` is false.
class SmallDisk {
public:
    explicit SmallDisk(const std::string& size) {
        const std::string options = "size=" + size;
        mounted_ = ::mount("tmpfs", path().c_str(), "tmpfs", 0, options.c_str()) == 0;
    }
    ~SmallDisk() {
        if (mounted_) ::umount2(path().c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    bool mounted() const { return mounted_; }
    const std::string& path() const { return directory_.path(); }
    std::string operator/(const std::string& name) const { return directory_ / name; }

private:
    TemporaryDirectory directory_;
    bool mounted_ = false;
};

}  // namespace ensemble::tests
