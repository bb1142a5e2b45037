// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace ensemble::storage {

Error system_error(std::string_view doing, int number) {
    std::string detail = std::string(doing) + ": " + std::strerror(number) + ".";
    switch (number) {
    case ENOSPC:
    case EDQUOT:
        return {ErrorCode::disk_full, std::move(detail)};
    case ENOENT:
        return {ErrorCode::not_found, std::move(detail)};
    default:
        return {ErrorCode::io_error, std::move(detail)};
    }
}

Result<Descriptor> open_file(const std::string& path, int flags) {
    const int opened = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
    if (opened < 0) return system_error("Opening " + path, errno);
    return Descriptor(new int(opened), [](const int* descriptor) {
        ::close(*descriptor);
        delete descriptor;
    });
}

Result<void> write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return system_error("Writing a file", errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<std::string> read_small(const std::string& path, std::size_t bytes_max) {
    auto file = open_file(path, O_RDONLY);
    if (!file) return file.error();
    std::string content(bytes_max, '\0');
    std::size_t filled = 0;
    while (filled < content.size()) {
        const auto got = ::read(**file, content.data() + filled, content.size() - filled);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return system_error("Reading " + path, errno);
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    content.resize(filled);
    return content;
}

Result<void> sync_file(int descriptor) {
    if (::fsync(descriptor) != 0) return system_error("Syncing a file", errno);
    return {};
}

Result<void> sync_folder(const std::string& path) {
    auto folder = open_file(path, O_RDONLY | O_DIRECTORY);
    if (!folder) return folder.error();
    return sync_file(**folder);
}

}  // namespace ensemble::storage
