// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/archive_format.h"
#include "daemon/storage/backup.h"
#include "daemon/storage/files.h"
#include "daemon/storage/tar.h"
#include "daemon/storage/zstd_stream.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <filesystem>

namespace ensemble::storage {

namespace {

constexpr std::string_view restoring = ".ensemble-restoring";
constexpr std::size_t name_bytes_max = 4096;

Error damaged() {
    return fail(ErrorCode::corrupt, "The backup is damaged or incomplete.");
}

// Relative, and never out of the folder.
bool harmless(std::string_view name) {
    if (name.empty() || name.size() > name_bytes_max || name.find('\0') != std::string_view::npos)
        return false;
    for (;;) {
        const auto slash = name.find('/');
        const auto part = name.substr(0, slash);
        if (part.empty() || part == "." || part == "..") return false;
        if (slash == std::string_view::npos) return true;
        name.remove_prefix(slash + 1);
    }
}

class ArchiveReader {
public:
    ArchiveReader(Decompressor in, std::string folder)
        : in_(std::move(in)), folder_(std::move(folder)) {}
    Result<void> restore();

private:
    Result<tar::Block> next();
    Result<std::string> small_content(const tar::Block& block);
    Result<void> skip(std::size_t bytes);
    Result<void> check_first();
    Result<void> check_last(const tar::Block& block);
    Result<void> file(const tar::Block& block);

    Decompressor in_;
    std::string folder_;
    archive::Total total_;
    std::string piece_ = std::string(archive::piece_bytes, '\0');
};

Result<tar::Block> ArchiveReader::next() {
    std::string bytes(tar::block_bytes, '\0');
    if (auto got = in_.read(bytes.data(), bytes.size()); !got) return got.error();
    auto block = tar::parse(bytes);
    if (!block) return damaged();
    if (block->kind != tar::Block::Kind::pax) return *std::move(block);
    auto records = small_content(*block);
    if (!records) return records.error();
    if (auto got = in_.read(bytes.data(), bytes.size()); !got) return got.error();
    block = tar::parse(bytes);
    if (!block || block->kind != tar::Block::Kind::file || !tar::amend(*block, *records))
        return damaged();
    return *std::move(block);
}

Result<void> ArchiveReader::skip(std::size_t bytes) {
    std::string ignored(bytes, '\0');
    return in_.read(ignored.data(), ignored.size());
}

Result<std::string> ArchiveReader::small_content(const tar::Block& block) {
    if (block.bytes > tar::pax_bytes_max) return damaged();
    std::string content(static_cast<std::size_t>(block.bytes), '\0');
    if (auto got = in_.read(content.data(), content.size()); !got) return got.error();
    if (auto got = skip(tar::padding(block.bytes)); !got) return got.error();
    return content;
}

Result<void> ArchiveReader::check_first() {
    auto block = next();
    if (!block) return block.error();
    if (block->name != archive::first_name)
        return fail(ErrorCode::corrupt, "The file is not a backup of Ensemble.");
    auto content = small_content(*block);
    if (!content) return content.error();
    const auto begins = archive::first_begins.size();
    int version = 0;
    if (content->compare(0, begins, archive::first_begins) == 0)
        std::from_chars(content->data() + begins, content->data() + content->size(), version);
    if (version < 1) return damaged();
    if (version > archive::version)
        return fail(ErrorCode::newer_version,
                    "The backup was written by a newer version of Ensemble; use that version.");
    return {};
}

Result<void> ArchiveReader::check_last(const tar::Block& block) {
    auto content = small_content(block);
    if (!content) return content.error();
    if (*content != total_.text()) return damaged();
    for (int i = 0; i < 2; ++i) {
        auto end = next();
        if (!end) return end.error();
        if (end->kind != tar::Block::Kind::end) return damaged();
    }
    return in_.finish();
}

Result<void> ArchiveReader::file(const tar::Block& block) {
    if (!harmless(block.name)) return damaged();
    const std::filesystem::path path = folder_ + "/" + block.name;
    std::error_code failed;
    std::filesystem::create_directories(path.parent_path(), failed);
    if (failed) return system_error("Restoring " + block.name, failed.value());
    auto opened = open_file(path.string(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
    if (!opened) return opened.error();
    total_.begin_file(block.name);
    for (std::uint64_t left = block.bytes; left > 0;) {
        const auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>(left, piece_.size()));
        if (auto got = in_.read(piece_.data(), bytes); !got) return got;
        total_.add({piece_.data(), bytes});
        if (auto done = write_all(**opened, {piece_.data(), bytes}); !done) return done;
        left -= bytes;
    }
    return skip(tar::padding(block.bytes));
}

Result<void> ArchiveReader::restore() {
    if (auto fine = check_first(); !fine) return fine;
    for (;;) {
        auto block = next();
        if (!block) return block.error();
        if (block->kind != tar::Block::Kind::file) return damaged();
        if (block->name == archive::last_name) return check_last(*block);
        if (auto done = file(*block); !done) return done;
    }
}

Result<void> check_empty(const std::string& directory) {
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(directory, failed)) {
        const auto name = entry.path().filename();
        if (name == restoring || name == "lost+found") continue;
        return fail(ErrorCode::conflict,
                    "The folder " + directory + " is not empty; a backup needs an empty one.");
    }
    if (failed) return system_error("Reading " + directory, failed.value());
    return {};
}

// The version file comes last: without it, a half moved folder is not taken for a whole one.
Result<void> move_up(const std::string& from, const std::string& to) {
    std::vector<std::string> names;
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(from, failed))
        names.push_back(entry.path().filename().string());
    if (failed) return system_error("Restoring the backup", failed.value());
    std::stable_partition(names.begin(), names.end(),
                          [](const std::string& name) { return name != "version"; });
    for (const auto& name : names) {
        if (::rename((from + "/" + name).c_str(), (to + "/" + name).c_str()) != 0)
            return system_error("Restoring the backup", errno);
    }
    return {};
}

Result<void> sync_all(const std::string& folder) {
    auto opened = open_file(folder, O_RDONLY | O_DIRECTORY);
    if (!opened) return opened.error();
    if (::syncfs(**opened) != 0) return system_error("Restoring the backup", errno);
    return {};
}

}  // namespace

Result<void> restore_archive(const std::string& file, const std::string& directory) {
    auto opened = open_file(file, O_RDONLY);
    if (!opened) return opened.error();
    auto in = Decompressor::start(**opened);
    if (!in) return in.error();
    const std::string folder = directory + "/" + std::string(restoring);
    std::error_code failed;
    const bool made = std::filesystem::create_directories(directory, failed);
    if (failed) return system_error("Making " + directory, failed.value());
    if (made) std::filesystem::permissions(directory, std::filesystem::perms::owner_all, failed);
    if (auto empty = check_empty(directory); !empty) return empty;
    std::filesystem::remove_all(folder, failed);
    if (!std::filesystem::create_directory(folder, failed))
        return system_error("Making a folder in " + directory, failed.value());
    ArchiveReader reader(*std::move(in), folder);
    auto done = reader.restore();
    if (done) done = sync_all(folder);
    if (done) done = move_up(folder, directory);
    std::filesystem::remove_all(folder, failed);
    if (done) return sync_all(directory);
    if (made) std::filesystem::remove(directory, failed);
    return done;
}

}  // namespace ensemble::storage
