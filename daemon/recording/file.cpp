// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace ensemble::recording {

namespace {

Error refused(std::string_view what) {
    const int reason = errno;
    const bool full = reason == ENOSPC || reason == EDQUOT || reason == EFBIG;
    return fail(full ? ErrorCode::disk_full : ErrorCode::io_error,
                std::string(what) + ": " + std::strerror(reason));
}

}  // namespace

Result<File> File::open(const std::string& path, Mode mode) {
    const int create = mode == Mode::create ? O_CREAT : 0;
    const int access = mode == Mode::read ? O_RDONLY : O_RDWR;
    File file;
    file.descriptor_ = ::open(path.c_str(), access | create | O_CLOEXEC, 0600);
    if (!file) return refused("cannot open a file");
    return file;
}

File::~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::uint64_t> File::size() const {
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) return refused("cannot ask for the size of a file");
    return static_cast<std::uint64_t>(status.st_size);
}

Result<void> File::write(std::string_view bytes, std::uint64_t offset) {
    while (!bytes.empty()) {
        const ssize_t done =
            ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return refused("cannot write");
        bytes.remove_prefix(static_cast<std::size_t>(done));
        offset += static_cast<std::uint64_t>(done);
    }
    return {};
}

Result<void> File::read(std::uint64_t offset, std::size_t bytes, std::string& out) const {
    if (auto done = read_some(offset, bytes, out); !done) return done;
    if (out.size() != bytes) return fail(ErrorCode::corrupt, "a file ends too early");
    return {};
}

Result<void> File::read_some(std::uint64_t offset, std::size_t bytes, std::string& out) const {
    out.resize(bytes);
    std::size_t have = 0;
    while (have < bytes) {
        const ssize_t got = ::pread(descriptor_, out.data() + have, bytes - have,
                                    static_cast<off_t>(offset + have));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return refused("cannot read");
        if (got == 0) break;
        have += static_cast<std::size_t>(got);
    }
    out.resize(have);
    return {};
}

Result<void> File::truncate(std::uint64_t size) {
    if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) return refused("cannot truncate");
    return {};
}

Result<void> File::sync() {
    if (::fdatasync(descriptor_) != 0) return refused("cannot sync");
    return {};
}

void File::punch(std::uint64_t offset, std::uint64_t bytes) {
    // Not every file system can; the space then stays taken.
    static_cast<void>(::fallocate(descriptor_, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
                                  static_cast<off_t>(offset), static_cast<off_t>(bytes)));
}

Result<void> sync_folder(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return refused("cannot open a folder");
    const int done = ::fsync(descriptor);
    ::close(descriptor);
    if (done != 0) return refused("cannot sync a folder");
    return {};
}

}  // namespace ensemble::recording
