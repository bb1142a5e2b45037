// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/backup.h"

#include "daemon/storage/tar.h"
#include "daemon/storage/zstd_stream.h"
#include "tests/daemon/storage/world.h"
#include "tests/support/small_disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <thread>

using namespace ensemble;
using namespace ensemble::tests;
using storage::ArchiveEntry;
using storage::restore_archive;
using storage::write_archive;

namespace {

void write(const std::string& path, const std::string& content) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << content;
}

std::string read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

using Tree = std::map<std::string, std::string>;

// Every file under a folder with its content.
Tree tree(const std::string& directory) {
    Tree files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
        const auto name = std::filesystem::relative(entry.path(), directory).string();
        if (entry.is_regular_file()) files[name] = read(entry.path().string());
    }
    return files;
}

// Bytes that do not compress.
std::string noise(std::size_t bytes) {
    std::string text(bytes, '\0');
    std::uint64_t state = 88172645463325252ull;
    for (char& c : text) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        c = static_cast<char>(state);
    }
    return text;
}

// An archive of these entries, not made by write_archive.
void forge(const std::string& path, const std::vector<std::pair<std::string, std::string>>& files) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    auto out = must(storage::Compressor::start(file));
    for (const auto& [name, content] : files) {
        must(out.write(storage::tar::header(name, content.size()) + content +
                       std::string(storage::tar::padding(content.size()), '\0')));
    }
    must(out.write(std::string(1024, '\0')));
    must(out.finish());
    ::close(file);
}

}  // namespace

TEST_CASE("what was backed up comes back, byte for byte") {
    const TemporaryDirectory directory;
    const std::string long_name = "deep/" + std::string(120, 'd') + "/" + std::string(200, 'f');
    write(directory / "source/version", "ensemble data 1\n");
    write(directory / "source/empty", "");
    write(directory / "source/blobs/ab/cd", noise(1'000'000));
    write(directory / "source/blobs/incoming/17", "not yet");
    write(directory / ("source/blobs/" + long_name), std::string(511, 'x'));
    write(directory / "source/journal", "0123456789torn");
    write(directory / "gone", "still open");
    std::shared_ptr<const int> open(new int(::open((directory / "gone").c_str(), O_RDONLY)),
                                    [](const int* file) {
                                        ::close(*file);
                                        delete file;
                                    });
    REQUIRE(::unlink((directory / "gone").c_str()) == 0);

    std::vector<ArchiveEntry> entries(5);
    entries[0] = {"version", directory / "source/version"};
    entries[1] = {"empty", directory / "source/empty"};
    entries[2] = {"blobs", directory / "source/blobs"};
    entries[2].without = {"incoming"};
    entries[3] = {"recorded/journal", directory / "source/journal"};
    entries[3].bytes_max = 10;
    entries[4].name = "recorded/segment";
    entries[4].descriptor = open;
    const auto file = directory / "backup.tar.zst";
    must(write_archive(file, entries));
    struct stat status {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);

    must(restore_archive(file, directory / "target"));
    CHECK(tree(directory / "target") == Tree{{"version", "ensemble data 1\n"},
                                             {"empty", ""},
                                             {"blobs/ab/cd", noise(1'000'000)},
                                             {"blobs/" + long_name, std::string(511, 'x')},
                                             {"recorded/journal", "0123456789"},
                                             {"recorded/segment", "still open"}});
    REQUIRE(::stat((directory / "target").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0700);
    CHECK_FALSE(std::filesystem::exists(directory / "target/.ensemble-restoring"));
}

TEST_CASE("an existing file is not overwritten and a missing one is an error") {
    const TemporaryDirectory directory;
    write(directory / "a", "x");
    write(directory / "backup", "precious");
    CHECK(code_of(write_archive(directory / "backup", {{"a", directory / "a"}})) ==
          ErrorCode::conflict);
    CHECK(read(directory / "backup") == "precious");
    CHECK(code_of(write_archive(directory / "other", {{"b", directory / "b"}})) ==
          ErrorCode::not_found);
    CHECK(code_of(write_archive(directory / "no/folder", {{"a", directory / "a"}})) ==
          ErrorCode::not_found);
    CHECK(tree(directory.path()).size() == 2);
}

TEST_CASE("only an empty folder is filled") {
    const TemporaryDirectory directory;
    write(directory / "a", "x");
    const auto file = directory / "backup";
    must(write_archive(file, {{"a", directory / "a"}}));
    write(directory / "full/precious", "y");
    CHECK(code_of(restore_archive(file, directory / "full")) == ErrorCode::conflict);
    CHECK(tree(directory / "full") == Tree{{"precious", "y"}});
    write(directory / "interrupted/.ensemble-restoring/a", "half");
    must(restore_archive(file, directory / "interrupted"));
    CHECK(tree(directory / "interrupted") == Tree{{"a", "x"}});
    CHECK(code_of(restore_archive(directory / "missing", directory / "new")) ==
          ErrorCode::not_found);
    CHECK_FALSE(std::filesystem::exists(directory / "new"));
}

TEST_CASE("a backup with any damaged byte, or cut anywhere, restores nothing") {
    const TemporaryDirectory directory;
    write(directory / "a", noise(3000));
    write(directory / "b", std::string(20'000, 'b'));
    const auto file = directory / "backup";
    must(write_archive(file, {{"a", directory / "a"}, {"b", directory / "b"}}));
    const std::string whole = read(file);
    const auto broken = directory / "broken";
    const auto target = directory / "target";
    int checked = 0;
    for (std::size_t at = 0; at < whole.size(); at += 37, ++checked) {
        CAPTURE(at);
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x20);
        write(broken, changed);
        CHECK(code_of(restore_archive(broken, target)) == ErrorCode::corrupt);
        CHECK_FALSE(std::filesystem::exists(target));
        write(broken, whole.substr(0, at));
        CHECK(code_of(restore_archive(broken, target)) == ErrorCode::corrupt);
        CHECK_FALSE(std::filesystem::exists(target));
    }
    CHECK(checked > 80);
    write(broken, whole + "x");
    CHECK(code_of(restore_archive(broken, target)) == ErrorCode::corrupt);
    write(broken, "hello");
    CHECK(code_of(restore_archive(broken, target)) == ErrorCode::corrupt);
    must(restore_archive(file, target));
}

TEST_CASE("an archive that is sound but not one of ours, or newer, or sly, restores nothing") {
    const TemporaryDirectory directory;
    const auto file = directory / "forged";
    const auto target = directory / "outer/target";
    const std::pair<std::string, std::string> first{"ensemble-backup", "ensemble backup 1\n"};
    const std::pair<std::string, std::string> last{"ensemble-backup-end", "files 0\ncrc32c 0\n"};
    const auto outcome = [&](const std::vector<std::pair<std::string, std::string>>& files) {
        forge(file, files);
        const auto code = code_of(restore_archive(file, target));
        CHECK_FALSE(std::filesystem::exists(target));
        return code;
    };
    CHECK(outcome({{"notes.txt", "x"}}) == ErrorCode::corrupt);
    CHECK(outcome({first}) == ErrorCode::corrupt);
    CHECK(outcome({first, {"a", "x"}, last}) == ErrorCode::corrupt);
    CHECK(outcome({first, last, {"a", "x"}}) == ErrorCode::corrupt);
    CHECK(outcome({{"ensemble-backup", "ensemble backup 2\n"}, last}) == ErrorCode::newer_version);
    CHECK(outcome({{"ensemble-backup", "ensemble backup x\n"}, last}) == ErrorCode::corrupt);
    for (const std::string name :
         {"../escaped", "/etc/escaped", "a/../../escaped", "a//b", "./a", "a/.", "..", "a/"}) {
        CAPTURE(name);
        CHECK(outcome({first, {name, "x"}, last}) == ErrorCode::corrupt);
    }
    CHECK_FALSE(std::filesystem::exists(directory / "outer/escaped"));
    CHECK_FALSE(std::filesystem::exists(directory / "escaped"));
    forge(file, {first, last});
    must(restore_archive(file, target));
}

TEST_CASE("a disk that fills up leaves no backup behind and no half restored folder") {
    const SmallDisk disk("1m");
    if (!disk.mounted()) {
        WARN_MESSAGE(false, "not run: mounting a small disk needs root");
        return;
    }
    const TemporaryDirectory directory;
    write(directory / "a", noise(2'000'000));
    CHECK(code_of(write_archive(disk / "backup", {{"a", directory / "a"}})) ==
          ErrorCode::disk_full);
    CHECK(tree(disk.path()).empty());
    must(write_archive(directory / "backup", {{"a", directory / "a"}}));
    CHECK(code_of(restore_archive(directory / "backup", disk / "target")) == ErrorCode::disk_full);
    CHECK_FALSE(std::filesystem::exists(disk / "target"));
}

TEST_CASE("a copy of the database is of one moment, although others go on writing") {
    const TemporaryDirectory directory;
    World world(directory / "control.sqlite");
    world.add_runs(500);
    std::atomic<bool> stop{false};
    std::atomic<bool> copied{false};
    std::thread copying([&] {
        bool fine = true;
        for (int i = 0; i < 5; ++i)
            fine = fine && world.database->backup_to(directory / ("copy" + std::to_string(i)));
        copied = fine;
        stop = true;
    });
    // Two runs at a time: a copy with an odd number would be torn.
    int pairs = 0;
    for (; !stop; ++pairs) {
        auto transaction = must(storage::Transaction::begin(*world.database));
        world.add_run("x" + std::to_string(pairs));
        world.add_run("y" + std::to_string(pairs));
        must(transaction.commit());
    }
    copying.join();
    CHECK(copied);
    for (int i = 0; i < 5; ++i) {
        auto copy = must(storage::Database::open(directory / ("copy" + std::to_string(i))));
        storage::RunStore runs(*copy);
        const auto count = must(runs.count(world.project.id));
        CHECK(count >= 500);
        CHECK(count % 2 == 0);
        CHECK(count <= 500 + 2 * pairs);
        CHECK(must(copy->check()).empty());
    }
}

TEST_CASE("a copy is never written over a file, and a database in memory can be copied") {
    const TemporaryDirectory directory;
    World world;
    world.add_run("a");
    must(world.database->backup_to(directory / "copy"));
    CHECK(code_of(world.database->backup_to(directory / "copy")) == ErrorCode::conflict);
    CHECK(code_of(world.database->backup_to(directory / "no/folder")) == ErrorCode::not_found);
    auto copy = must(storage::Database::open(directory / "copy"));
    storage::RunStore runs(*copy);
    CHECK(must(runs.count(world.project.id)) == 1);
    struct stat status {};
    REQUIRE(::stat((directory / "copy").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
}
