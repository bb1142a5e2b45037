// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/journal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "daemon/recording/bytes.h"
#include "shared/base/crc32c.h"

namespace ensemble::recording {

namespace {

constexpr std::string_view suffix = ".log";
constexpr std::uint32_t magic = 0x4c4e4a45;  // "EJNL"
constexpr std::uint32_t version = 1;
constexpr std::size_t header_bytes = 24;
constexpr std::size_t head_bytes = 17;  // u32 bytes after these 8, u32 checksum, u8 kind, i64 run

std::string header(std::int64_t start) {
    std::string out;
    ByteWriter writer(out);
    writer.u32(magic);
    writer.u32(version);
    writer.i64(start);
    writer.u32(0);
    writer.u32(crc32c(out));
    return out;
}

struct Scanned {
    Journal::Record record;
    bool valid = false;
};

// The record at the start of `bytes`.
Scanned scan(std::string_view bytes, std::int64_t position) {
    Scanned found;
    if (bytes.size() < head_bytes) return found;
    ByteReader reader(bytes);
    const std::uint32_t size = reader.u32();
    const std::uint32_t crc = reader.u32();
    if (size < head_bytes - 8 || size > bytes.size() - 8) return found;
    if (crc32c(bytes.substr(8, size), size) != crc) return found;
    found.record.kind = static_cast<Journal::Kind>(reader.u8());
    found.record.run = RunId{reader.i64()};
    found.record.place = Journal::Place{position, size + 8};
    found.valid = true;
    return found;
}

std::vector<std::int64_t> starts_in(const std::string& folder, std::error_code& error) {
    std::vector<std::int64_t> starts;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        std::int64_t start = 0;
        const auto read = std::from_chars(name.data(), name.data() + name.size(), start);
        if (read.ec == std::errc{} && std::string_view(read.ptr) == suffix) starts.push_back(start);
    }
    std::sort(starts.begin(), starts.end());
    return starts;
}

}  // namespace

Result<Journal> Journal::open(std::string folder, std::size_t file_bytes_max, const Found& found,
                              const Warn& warn) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return fail(ErrorCode::io_error, "cannot make the folder of the journal");
    Journal journal(std::move(folder), file_bytes_max);
    const auto starts = starts_in(journal.folder_, error);
    if (error) return fail(ErrorCode::io_error, "cannot list the journal");
    for (const std::int64_t start : starts) {
        if (auto done = journal.load(start, start == starts.back(), found, warn); !done)
            return done.error();
    }
    if (journal.files_.empty()) {
        if (auto done = journal.start_part(0); !done) return done.error();
    }
    return journal;
}

std::string Journal::path(std::int64_t start) const {
    std::string digits = std::to_string(start);
    digits.insert(0, 19 - std::min<std::size_t>(19, digits.size()), '0');
    return folder_ + "/" + digits + std::string(suffix);
}

Result<void> Journal::load(std::int64_t start, bool last, const Found& found, const Warn& warn) {
    auto file = File::open(path(start), File::Mode::write);
    if (!file) return file.error();
    auto size = file->size();
    if (!size) return size.error();
    std::string bytes;
    if (auto read = file->read(0, *size, bytes); !read) return read;
    const std::string expected = header(start);
    Part part{start, header_bytes, 0, std::move(*file)};
    if (bytes.size() >= 8 && bytes.compare(0, 4, expected, 0, 4) == 0 &&
        bytes.compare(4, 4, expected, 4, 4) > 0)
        return fail(ErrorCode::newer_version, "the journal is of a newer version");
    if (bytes.compare(0, header_bytes, expected) != 0) {
        if (!last) return fail(ErrorCode::corrupt, "a journal file has no valid header");
        // The making of the file was cut short, so nothing in it was ever acknowledged.
        if (auto done = part.file.truncate(0); !done) return done;
        if (auto done = part.file.write(expected, 0); !done) return done;
        files_.push_back(std::move(part));
        return {};
    }
    while (part.size < bytes.size()) {
        const auto here = scan(std::string_view(bytes).substr(part.size),
                               start + static_cast<std::int64_t>(part.size));
        if (!here.valid) break;
        found(here.record);
        ++part.needed;
        needed_bytes_ += here.record.place.bytes;
        part.size += here.record.place.bytes;
    }
    if (part.size < bytes.size()) {
        if (!last) return fail(ErrorCode::corrupt, "a journal file is damaged in the middle");
        warn("the journal ended in " + std::to_string(bytes.size() - part.size) +
             " bytes of a record that was never acknowledged; they were cut off");
        if (auto done = part.file.truncate(part.size); !done) return done;
    }
    files_.push_back(std::move(part));
    return {};
}

Result<void> Journal::start_part(std::int64_t start) {
    auto file = File::open(path(start), File::Mode::create);
    if (!file) return file.error();
    auto done = file->write(header(start), 0);
    if (done) done = file->sync();
    if (done) done = sync_folder(folder_);
    if (!done) {
        std::error_code ignored;
        std::filesystem::remove(path(start), ignored);
        return done;
    }
    files_.push_back(Part{start, header_bytes, 0, std::move(*file)});
    return {};
}

std::string Journal::blank_record() {
    return std::string(head_bytes, '\0');
}

Result<Journal::Place> Journal::append(Kind kind, RunId run, std::string& record) {
    if (failed_) return fail(ErrorCode::io_error, "the disk failed to keep the journal");
    if (files_.back().size > file_bytes_max_) {
        if (auto done = commit(); !done) return done.error();
        if (auto done = start_part(end()); !done) return done.error();
    }
    std::string head;
    ByteWriter writer(head);
    const auto size = static_cast<std::uint32_t>(record.size() - 8);
    record[8] = static_cast<char>(kind);
    std::memcpy(record.data() + 9, &run.value, sizeof run.value);
    writer.u32(size);
    writer.u32(crc32c(std::string_view(record).substr(8), size));
    std::memcpy(record.data(), head.data(), head.size());

    Part& part = files_.back();
    if (auto done = part.file.write(record, part.size); !done) {
        static_cast<void>(part.file.truncate(part.size));
        return done.error();
    }
    const Place place{end(), static_cast<std::uint32_t>(record.size())};
    part.size += record.size();
    ++part.needed;
    needed_bytes_ += record.size();
    dirty_ = true;
    return place;
}

Result<Journal::Content> Journal::read(const Place& place) const {
    const Part& part = part_of(place.position);
    Content content;
    const auto offset = static_cast<std::uint64_t>(place.position - part.start);
    if (auto done = part.file.read(offset, place.bytes, content.payload); !done)
        return done.error();
    const Scanned found = scan(content.payload, place.position);
    if (!found.valid)
        return fail(ErrorCode::corrupt, "a journal record does not match its checksum");
    content.kind = found.record.kind;
    content.payload.erase(0, head_bytes);
    return content;
}

Result<void> Journal::commit() {
    if (failed_) return fail(ErrorCode::io_error, "the disk failed to keep the journal");
    if (!dirty_) return {};
    if (auto done = files_.back().file.sync(); !done) {
        failed_ = true;
        return fail(ErrorCode::io_error, done.error().detail);
    }
    dirty_ = false;
    return {};
}

std::int64_t Journal::end() const {
    return files_.back().start + static_cast<std::int64_t>(files_.back().size);
}

std::size_t Journal::bytes() const {
    std::size_t sum = 0;
    for (const Part& part : files_)
        sum += part.size;
    return sum;
}

Journal::Part& Journal::part_of(std::int64_t position) {
    const auto after =
        std::upper_bound(files_.begin(), files_.end(), position,
                         [](std::int64_t p, const Part& part) { return p < part.start; });
    return after == files_.begin() ? files_.front() : *std::prev(after);
}

const Journal::Part& Journal::part_of(std::int64_t position) const {
    return const_cast<Journal*>(this)->part_of(position);
}

void Journal::release(const Place& place) {
    Part& part = part_of(place.position);
    if (part.needed > 0) --part.needed;
    needed_bytes_ -= std::min<std::size_t>(needed_bytes_, place.bytes);
}

Result<void> Journal::tidy(std::size_t keep_bytes) {
    const Part& newest = files_.back();
    if (newest.needed == 0 && newest.size > std::max(keep_bytes, header_bytes)) {
        if (auto done = commit(); !done) return done;
        if (auto done = start_part(end()); !done) return done;
    }
    while (files_.size() > 1 && files_.front().needed == 0) {
        std::error_code ignored;
        std::filesystem::remove(path(files_.front().start), ignored);
        files_.erase(files_.begin());
    }
    return {};
}

std::int64_t Journal::oldest_file_end() const {
    return files_.front().start + static_cast<std::int64_t>(files_.front().size);
}

std::vector<std::string> Journal::check() const {
    std::vector<std::string> findings;
    for (const Part& part : files_) {
        std::string bytes;
        if (!part.file.read(0, part.size, bytes)) {
            findings.emplace_back("a journal file cannot be read");
            continue;
        }
        for (std::size_t at = header_bytes; at < part.size;) {
            const auto here = scan(std::string_view(bytes).substr(at),
                                   part.start + static_cast<std::int64_t>(at));
            if (!here.valid) {
                findings.push_back("record at position " +
                                   std::to_string(part.start + static_cast<std::int64_t>(at)) +
                                   " does not match its checksum");
                break;
            }
            at += here.record.place.bytes;
        }
    }
    return findings;
}

}  // namespace ensemble::recording
