// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/segments.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <system_error>
#include <utility>

#include "daemon/recording/bytes.h"

namespace ensemble::recording {

namespace {

constexpr std::string_view suffix = ".seg";
constexpr std::string_view header{"ESEG\x01\0\0\0", 8};  // magic, version, zeros
constexpr std::uint64_t segment_bytes_max = 256u << 20;
constexpr std::size_t open_files_max = 64;

std::int64_t number_of(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    std::int64_t number = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), number);
    return read.ec == std::errc{} && std::string_view(read.ptr) == suffix ? number : 0;
}

}  // namespace

Result<Segments> Segments::open(std::string folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return fail(ErrorCode::io_error, "cannot make the folder of segments");
    Segments segments(std::move(folder));
    for (std::filesystem::directory_iterator entry(segments.folder_, error), end;
         !error && entry != end; entry.increment(error)) {
        if (const std::int64_t number = number_of(entry->path()); number > 0)
            segments.numbers_.push_back(number);
    }
    if (error) return fail(ErrorCode::io_error, "cannot list the segments");
    std::sort(segments.numbers_.begin(), segments.numbers_.end());
    if (segments.numbers_.empty()) return segments;
    auto file = segments.file(segments.newest());
    if (!file) return file.error();
    std::string start;
    if (auto read = (*file)->read_some(0, header.size(), start); !read) return read.error();
    if (start.substr(0, 4) == header.substr(0, 4) && start > header)
        return fail(ErrorCode::newer_version, "segment files are of a newer version");
    auto size = (*file)->size();
    if (!size) return size.error();
    segments.end_ = std::max<std::uint64_t>(*size, header.size());
    return segments;
}

std::string Segments::path(std::int64_t segment) const {
    return folder_ + "/" + std::to_string(segment) + std::string(suffix);
}

Result<File*> Segments::file(std::int64_t segment) {
    const auto known = files_.find(segment);
    if (known != files_.end()) return &known->second;
    if (!std::binary_search(numbers_.begin(), numbers_.end(), segment))
        return fail(ErrorCode::corrupt, "a segment file is missing");
    auto opened = File::open(path(segment), File::Mode::write);
    if (!opened) return opened.error();
    if (files_.size() >= open_files_max) {
        const auto oldest =
            files_.begin()->first == newest() ? std::next(files_.begin()) : files_.begin();
        files_.erase(oldest);
    }
    return &files_.emplace(segment, std::move(*opened)).first->second;
}

Result<void> Segments::start(std::int64_t segment) {
    auto opened = File::open(path(segment), File::Mode::create);
    if (!opened) return opened.error();
    if (auto done = opened->write(header, 0); !done) {
        std::error_code ignored;
        std::filesystem::remove(path(segment), ignored);
        return done;
    }
    if (auto done = sync_folder(folder_); !done) return done;
    numbers_.push_back(segment);
    files_[segment] = std::move(*opened);
    end_ = header.size();
    return {};
}

Result<Segments::Place> Segments::append(std::string_view bytes) {
    if (numbers_.empty() || end_ + bytes.size() > segment_bytes_max) {
        if (auto done = sync(); !done) return done.error();
        if (auto done = start(newest() + 1); !done) return done.error();
    }
    auto target = file(newest());
    if (!target) return target.error();
    if (auto done = (*target)->write(bytes, end_); !done) {
        static_cast<void>((*target)->truncate(end_));
        return done.error();
    }
    const Place place{newest(), end_, bytes.size()};
    end_ += bytes.size();
    dirty_ = true;
    return place;
}

void Segments::roll_back(const Place& mark) {
    while (newest() > std::max<std::int64_t>(mark.segment, 1)) {
        const std::int64_t extra = newest();
        numbers_.pop_back();
        files_.erase(extra);
        std::error_code ignored;
        std::filesystem::remove(path(extra), ignored);
    }
    if (numbers_.empty()) return;
    end_ = std::max<std::uint64_t>(mark.offset, header.size());
    if (auto target = file(newest())) static_cast<void>((*target)->truncate(end_));
}

Result<void> Segments::sync() {
    if (!dirty_) return {};
    auto target = file(newest());
    if (!target) return target.error();
    if (auto done = (*target)->sync(); !done) return done;
    dirty_ = false;
    return {};
}

Result<void> Segments::read(std::int64_t segment, std::uint64_t offset, std::size_t bytes,
                            std::string& out) {
    auto source = file(segment);
    if (!source) return source.error();
    return (*source)->read(offset, bytes, out);
}

Result<void> Segments::read_some(std::int64_t segment, std::uint64_t offset, std::size_t bytes,
                                 std::string& out) {
    auto source = file(segment);
    if (!source) return source.error();
    return (*source)->read_some(offset, bytes, out);
}

void Segments::punch(const Place& place) {
    if (auto target = file(place.segment)) (*target)->punch(place.offset, place.bytes);
}

Result<std::uint64_t> Segments::size(std::int64_t segment) {
    auto target = file(segment);
    if (!target) return target.error();
    return (*target)->size();
}

void Segments::remove(std::int64_t segment) {
    if (segment == newest()) return;
    files_.erase(segment);
    std::erase(numbers_, segment);
    std::error_code ignored;
    std::filesystem::remove(path(segment), ignored);
}

}  // namespace ensemble::recording
