// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "daemon/recording/recorder.h"
#include "daemon/storage/database.h"
#include "daemon/storage/row_group_store.h"

namespace ensemble::recording::tests {

// A folder that is gone with the object.
class Folder {
public:
    Folder() {
        // In memory where there is such a place: these tests are about order, not about disks.
        const std::filesystem::path memory = "/dev/shm";
        const auto parent =
            std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
        std::string name = (parent / "recording-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

// A batch that owns its text.
class Sent {
public:
    Sent& history(std::int64_t offset, std::vector<std::string> lines) {
        return put(batch_.history, offset, std::move(lines));
    }
    Sent& events(std::int64_t offset, std::vector<std::string> lines) {
        return put(batch_.events, offset, std::move(lines));
    }
    Sent& console(std::int64_t offset, std::vector<std::string> lines) {
        return put(batch_.console, offset, std::move(lines));
    }
    Sent& summary(std::string json) {
        batch_.summary = keep(std::move(json));
        return *this;
    }
    Sent& writer(std::string id) {
        batch_.writer = std::move(id);
        return *this;
    }
    const Batch& batch() {
        batch_.memory = memory_;
        parse_lines(batch_);
        return batch_;
    }

private:
    std::string_view keep(std::string text) {
        memory_->push_back(std::make_unique<std::string>(std::move(text)));
        return *memory_->back();
    }
    Sent& put(std::optional<Lines>& to, std::int64_t offset, std::vector<std::string> lines) {
        to.emplace();
        to->offset = offset;
        for (std::string& line : lines)
            to->lines.push_back(keep(std::move(line)));
        return *this;
    }

    std::shared_ptr<std::vector<std::unique_ptr<std::string>>> memory_ =
        std::make_shared<std::vector<std::unique_ptr<std::string>>>();
    Batch batch_;
};

// A recorder with its store, in a folder of its own or in one that outlives it.
class House {
public:
    explicit House(std::string folder, Recorder::Options options = {}) : options_(options) {
        options_.directory = folder;
        auto database = storage::Database::open(folder + "/control.db");
        REQUIRE(database);
        database_ = std::move(*database);
        store_ = std::make_unique<storage::RowGroupStore>(*database_);
        auto opened = Recorder::open(options_, *store_,
                                     [this](std::string text) { warnings.push_back(text); });
        REQUIRE_MESSAGE(opened, (opened ? "" : opened.error().detail));
        recorder_ = std::move(*opened);
    }

    Recorder& operator*() { return *recorder_; }
    Recorder* operator->() { return recorder_.get(); }
    storage::RowGroupStore& store() { return *store_; }

    void append(RunId run, Sent sent) {
        const auto done = recorder_->append(run, sent.batch());
        REQUIRE_MESSAGE(done, (done ? "" : done.error().detail));
    }
    std::vector<std::string> rows(RunId run, Stream stream = Stream::history) {
        auto rows = recorder_->rows(run, stream, std::numeric_limits<std::int64_t>::min(),
                                    std::numeric_limits<std::int64_t>::max(), 1u << 30);
        REQUIRE_MESSAGE(rows, (rows ? "" : rows.error().detail));
        return std::move(*rows);
    }
    std::vector<std::string> console(RunId run) {
        auto lines = recorder_->console(run, 0, 1u << 30);
        REQUIRE(lines);
        std::vector<std::string> out;
        for (const ConsoleLine& line : *lines)
            out.push_back(std::to_string(line.number) + ":" + line.text);
        return out;
    }
    Counts counts(RunId run) {
        auto counts = recorder_->counts(run);
        REQUIRE(counts);
        return *counts;
    }
    std::string summary(RunId run) {
        auto summary = recorder_->summary(run);
        REQUIRE(summary);
        return *summary;
    }
    // Nothing wrong with anything stored.
    void check() {
        auto findings = recorder_->check();
        REQUIRE(findings);
        for (const auto& finding : *findings)
            FAIL_CHECK(finding.where << ": " << finding.what);
    }

    std::vector<std::string> warnings;

private:
    Recorder::Options options_;
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<storage::RowGroupStore> store_;
    std::unique_ptr<Recorder> recorder_;
};

inline constexpr RunId run{7};

}  // namespace ensemble::recording::tests
