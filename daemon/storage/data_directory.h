// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "shared/base/result.h"

namespace ensemble::storage {

// The folder that everything is kept in, owned by one process at a time. Its file "version" says
// how the folder is laid out, its file "lock" is locked by the owner and names it.
class DataDirectory {
public:
    // Makes the folder (mode 0700) if it is missing. in_use, newer_version, unsupported (a network
    // file system), conflict (something else lies in it), io_error: each with one clear sentence,
    // which names the folder.
    static Result<std::unique_ptr<DataDirectory>> open(const std::string& path);
    ~DataDirectory();
    DataDirectory(const DataDirectory&) = delete;
    DataDirectory& operator=(const DataDirectory&) = delete;

    const std::string& path() const { return path_; }

private:
    explicit DataDirectory(std::string path) : path_(std::move(path)) {}
    Result<void> take_lock();
    Result<void> check_version();
    Result<void> write_version();

    std::string path_;
    int lock_ = -1;
};

// Why a data folder cannot be there: the name of a network file system, "" for any other. `magic`
// is statfs's f_type, `type` the one of the mount table ("fuse.sshfs").
std::string_view network_file_system(long magic, std::string_view type);

}  // namespace ensemble::storage
