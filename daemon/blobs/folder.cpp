// SPDX-License-Identifier: Apache-2.0
#include "daemon/blobs/folder.h"

#include "daemon/blobs/files.h"
#include "daemon/blobs/folder_writer.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <vector>

namespace ensemble::blobs {

namespace {

constexpr std::size_t piece_bytes = 256u << 10;
constexpr std::string_view incoming = "/incoming";

// Names in a folder, sorted; without "." and "..".
Result<std::vector<std::string>> names_in(const std::string& path) {
    std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), ::closedir);
    if (!folder) return system_error("Reading a folder", errno);
    std::vector<std::string> names;
    errno = 0;
    while (const auto* entry = ::readdir(folder.get())) {
        std::string name = entry->d_name;
        if (name != "." && name != "..") names.push_back(std::move(name));
        errno = 0;
    }
    if (errno != 0) return system_error("Reading a folder", errno);
    std::sort(names.begin(), names.end());
    return names;
}

// Feeds the whole file to `take`, a piece at a time.
Result<void> read_through(int descriptor, const std::function<void(std::string_view)>& take) {
    std::vector<char> piece(piece_bytes);
    for (;;) {
        const auto got = ::read(descriptor, piece.data(), piece.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return system_error("Reading a stored file", errno);
        if (got == 0) return {};
        take({piece.data(), static_cast<std::size_t>(got)});
    }
}

Result<std::string> digest_of(const std::string& path) {
    auto file = open_file(path, O_RDONLY);
    if (!file) return file.error();
    auto digests = Digests::start();
    if (!digests) return digests.error();
    auto read = read_through(**file, [&](std::string_view bytes) { digests->add(bytes); });
    if (!read) return read.error();
    return digests->finish().sha256;
}

std::int64_t modified_ms(const struct stat& status) {
    return static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1000 +
           static_cast<std::int64_t>(status.st_mtim.tv_nsec) / 1'000'000;
}

}  // namespace

bool is_digest(std::string_view text) {
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

std::string Folder::folder_of(std::string_view digest) const {
    return directory_ + "/" + std::string(digest.substr(0, 2));
}

std::string Folder::path_of(std::string_view digest) const {
    return folder_of(digest) + "/" + std::string(digest.substr(2));
}

Result<void> Folder::prepare() {
    const std::string uploads = directory_ + std::string(incoming);
    for (const auto& path : {directory_, uploads}) {
        if (auto made = make_folder(path); !made) return made.error();
    }
    auto left = names_in(uploads);
    if (!left) return left.error();
    for (const auto& name : *left) {
        if (::unlink((uploads + "/" + name).c_str()) != 0)
            return system_error("Removing an unfinished upload", errno);
    }
    return sync_folder(directory_);
}

Result<std::unique_ptr<Writer>> Folder::start() {
    auto digests = Digests::start();
    if (!digests) return digests.error();
    std::string path =
        directory_ + std::string(incoming) + "/" + std::to_string(uploads_.fetch_add(1));
    auto file = open_file(path, O_WRONLY | O_CREAT | O_EXCL);
    if (!file) return file.error();
    return std::unique_ptr<Writer>(
        new FolderWriter(*this, std::move(path), *std::move(file), *std::move(digests)));
}

Result<std::shared_ptr<const int>> Folder::open(std::string_view digest) {
    if (!is_digest(digest)) return fail(ErrorCode::not_found, "There is no such content.");
    auto file = open_file(path_of(digest), O_RDONLY);
    if (!file && file.error().code == ErrorCode::not_found)
        return fail(ErrorCode::not_found, "There is no such content.");
    return file;
}

Result<std::string> Folder::read(std::string_view digest, std::uint64_t bytes_max) {
    auto file = open(digest);
    if (!file) return file.error();
    struct stat status {};
    if (::fstat(**file, &status) != 0) return system_error("Reading a stored file", errno);
    if (static_cast<std::uint64_t>(status.st_size) > bytes_max)
        return fail(ErrorCode::too_large, "The content is larger than asked for.");
    std::string content;
    content.reserve(static_cast<std::size_t>(status.st_size));
    auto done = read_through(**file, [&](std::string_view bytes) { content += bytes; });
    if (!done) return done.error();
    return content;
}

Result<void> Folder::remove(std::string_view digest) {
    if (!is_digest(digest)) return fail(ErrorCode::not_found, "There is no such content.");
    const std::lock_guard lock(moving_);
    if (::unlink(path_of(digest).c_str()) != 0 && errno != ENOENT)
        return system_error("Removing a stored file", errno);
    return {};
}

Result<bool> Folder::remove_if_older(std::string_view digest, Instant than) {
    if (!is_digest(digest)) return fail(ErrorCode::not_found, "There is no such content.");
    const std::string path = path_of(digest);
    const std::lock_guard lock(moving_);
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
        if (errno == ENOENT) return false;
        return system_error("Removing a stored file", errno);
    }
    if (modified_ms(status) >= than.ms) return false;
    if (::unlink(path.c_str()) != 0) return system_error("Removing a stored file", errno);
    return true;
}

Result<bool> Folder::stored_again(const Blob& blob) {
    const std::string path = path_of(blob.digest);
    {
        const std::lock_guard lock(moving_);
        struct stat status {};
        if (::stat(path.c_str(), &status) != 0 ||
            static_cast<std::uint64_t>(status.st_size) != blob.bytes)
            return false;
        if (::utimensat(AT_FDCWD, path.c_str(), nullptr, 0) != 0)
            return system_error("Storing an upload", errno);
    }
    // The upload that brought it may not have got as far as this yet.
    if (auto synced = sync_folder(folder_of(blob.digest)); !synced) return synced.error();
    return true;
}

Result<void> Folder::take_in(const std::string& upload, const Blob& blob) {
    const std::string folder = folder_of(blob.digest);
    if (auto made = make_folder(folder); !made) return made.error();
    {
        const std::lock_guard lock(moving_);
        if (::rename(upload.c_str(), path_of(blob.digest).c_str()) != 0)
            return system_error("Storing an upload", errno);
    }
    if (auto synced = sync_folder(folder); !synced) return synced;
    return sync_folder(directory_);
}

Result<void> Folder::check(const std::function<void(std::string_view, bool)>& found) {
    auto folders = names_in(directory_);
    if (!folders) return folders.error();
    for (const auto& folder : *folders) {
        if ("/" + folder == incoming) continue;
        auto names = names_in(directory_ + "/" + folder);
        if (!names) return names.error();
        for (const auto& name : *names) {
            auto digest = digest_of(directory_ + "/" + folder + "/" + name);
            found(folder + name, digest && *digest == folder + name);
        }
    }
    return {};
}

Result<std::unique_ptr<BlobStore>> open_folder(const std::string& directory) {
    auto folder = std::make_unique<Folder>(directory);
    if (auto prepared = folder->prepare(); !prepared) return prepared.error();
    return std::unique_ptr<BlobStore>(std::move(folder));
}

}  // namespace ensemble::blobs
