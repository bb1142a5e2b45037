// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/archive_format.h"
#include "daemon/storage/backup.h"
#include "daemon/storage/files.h"
#include "daemon/storage/tar.h"
#include "daemon/storage/zstd_stream.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>

namespace ensemble::storage {

namespace {

class ArchiveWriter {
public:
    explicit ArchiveWriter(Compressor out) : out_(std::move(out)) {}

    Result<void> begin() {
        return text(archive::first_name,
                    std::string(archive::first_begins) + std::to_string(archive::version) + "\n");
    }
    Result<void> add(const ArchiveEntry& entry);
    Result<void> finish();

private:
    Result<void> text(std::string_view name, const std::string& content);
    Result<void> folder(const std::string& name, const std::string& path,
                        const std::vector<std::string>& without);
    Result<void> file(const std::string& name, int descriptor, std::uint64_t bytes_max);

    Compressor out_;
    archive::Total total_;
    std::string piece_ = std::string(archive::piece_bytes, '\0');
};

Result<void> ArchiveWriter::text(std::string_view name, const std::string& content) {
    std::string blocks = tar::header(name, content.size()) + content;
    blocks.append(tar::padding(content.size()), '\0');
    return out_.write(blocks);
}

Result<void> ArchiveWriter::file(const std::string& name, int descriptor, std::uint64_t bytes_max) {
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) return system_error("Reading " + name, errno);
    const auto bytes = std::min(static_cast<std::uint64_t>(status.st_size), bytes_max);
    if (auto done = out_.write(tar::header(name, bytes)); !done) return done;
    total_.begin_file(name);
    std::uint64_t done_bytes = 0;
    while (done_bytes < bytes) {
        const auto wanted = std::min<std::uint64_t>(bytes - done_bytes, piece_.size());
        const auto got = ::pread(descriptor, piece_.data(), static_cast<std::size_t>(wanted),
                                 static_cast<off_t>(done_bytes));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return system_error("Reading " + name, errno);
        if (got == 0)
            return fail(ErrorCode::io_error, name + " became shorter while it was backed up.");
        const std::string_view piece(piece_.data(), static_cast<std::size_t>(got));
        total_.add(piece);
        if (auto done = out_.write(piece); !done) return done;
        done_bytes += piece.size();
    }
    return out_.write(std::string(tar::padding(bytes), '\0'));
}

Result<void> ArchiveWriter::folder(const std::string& name, const std::string& path,
                                   const std::vector<std::string>& without) {
    std::error_code failed;
    std::vector<std::filesystem::directory_entry> found;
    for (std::filesystem::directory_iterator at(path, failed), end; !failed && at != end;
         at.increment(failed))
        found.push_back(*at);
    if (failed && failed != std::errc::no_such_file_or_directory)
        return system_error("Reading " + name, failed.value());
    std::sort(found.begin(), found.end());
    for (const auto& entry : found) {
        const std::string own = entry.path().filename().string();
        if (std::find(without.begin(), without.end(), own) != without.end()) continue;
        const std::string inner = name + "/" + own;
        if (entry.is_directory(failed) && !entry.is_symlink(failed)) {
            if (auto done = folder(inner, entry.path().string(), {}); !done) return done;
            continue;
        }
        // Sockets and the like are not content.
        if (entry.is_symlink(failed) || !entry.is_regular_file(failed)) continue;
        auto opened = open_file(entry.path().string(), O_RDONLY | O_NOFOLLOW);
        if (!opened && opened.error().code == ErrorCode::not_found) continue;
        if (!opened) return opened.error();
        auto done = file(inner, **opened, std::numeric_limits<std::uint64_t>::max());
        if (!done) return done;
    }
    return {};
}

Result<void> ArchiveWriter::add(const ArchiveEntry& entry) {
    if (entry.descriptor) return file(entry.name, *entry.descriptor, entry.bytes_max);
    std::error_code ignored;
    if (std::filesystem::is_directory(entry.path, ignored))
        return folder(entry.name, entry.path, entry.without);
    auto opened = open_file(entry.path, O_RDONLY);
    if (!opened) return opened.error();
    return file(entry.name, **opened, entry.bytes_max);
}

Result<void> ArchiveWriter::finish() {
    if (auto done = text(archive::last_name, total_.text()); !done) return done;
    // A tar ends with two blocks of zeros.
    if (auto done = out_.write(std::string(2 * tar::block_bytes, '\0')); !done) return done;
    return out_.finish();
}

Result<void> write_to(int descriptor, const std::vector<ArchiveEntry>& entries) {
    auto out = Compressor::start(descriptor);
    if (!out) return out.error();
    ArchiveWriter writer(*std::move(out));
    if (auto done = writer.begin(); !done) return done;
    for (const auto& entry : entries) {
        if (auto done = writer.add(entry); !done) return done;
    }
    if (auto done = writer.finish(); !done) return done;
    return sync_file(descriptor);
}

}  // namespace

Result<void> write_archive(const std::string& file, const std::vector<ArchiveEntry>& entries) {
    if (::access(file.c_str(), F_OK) == 0)
        return fail(ErrorCode::conflict, "The file " + file + " exists already.");
    const std::string growing = file + ".part";
    auto opened = open_file(growing, O_WRONLY | O_CREAT | O_TRUNC);
    if (!opened) return opened.error();
    auto done = write_to(**opened, entries);
    if (done && ::rename(growing.c_str(), file.c_str()) != 0)
        done = system_error("Writing " + file, errno);
    if (!done) {
        ::unlink(growing.c_str());
        return done;
    }
    const auto folder = std::filesystem::path(file).parent_path().string();
    return sync_folder(folder.empty() ? "." : folder);
}

}  // namespace ensemble::storage
