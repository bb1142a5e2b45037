// SPDX-License-Identifier: Apache-2.0
#include "daemon/blobs/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace ensemble::blobs {

Error system_error(std::string_view doing, int number) {
    std::string detail(doing);
    switch (number) {
    case ENOSPC:
    case EDQUOT:
        return {ErrorCode::disk_full, "The disk is full; nothing was stored."};
    case ENOENT:
        return {ErrorCode::not_found, detail + " failed: it does not exist."};
    default:
        return {ErrorCode::io_error, detail + " failed: " + std::strerror(number) + "."};
    }
}

Result<Descriptor> open_file(const std::string& path, int flags) {
    const int opened = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
    if (opened < 0) return system_error("Opening a stored file", errno);
    return Descriptor(new int(opened), [](const int* descriptor) {
        ::close(*descriptor);
        delete descriptor;
    });
}

Result<void> write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return system_error("Writing a stored file", errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<bool> make_folder(const std::string& path) {
    if (::mkdir(path.c_str(), 0700) == 0) return true;
    if (errno == EEXIST) return false;
    return system_error("Making a folder", errno);
}

Result<void> sync_folder(const std::string& path) {
    auto folder = open_file(path, O_RDONLY | O_DIRECTORY);
    if (!folder) return folder.error();
    if (::fsync(**folder) != 0) return system_error("Syncing a folder", errno);
    return {};
}

}  // namespace ensemble::blobs
