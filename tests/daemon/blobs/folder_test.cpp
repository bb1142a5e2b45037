// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/blobs/store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <thread>
#include <vector>

using namespace ensemble;
using namespace ensemble::tests;

namespace {

constexpr const char* abc_sha256 =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr const char* empty_sha256 =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

}  // namespace

TEST_CASE("content is stored under its SHA-256 and reported with its MD5") {
    const TemporaryDirectory directory;
    const auto store = store_in(directory / "blobs");
    const auto abc = put(*store, "abc");
    CHECK(abc.digest == abc_sha256);
    CHECK(abc.md5 == "kAFQmDzST7DWlj99KOF/cg==");
    CHECK(abc.bytes == 3);
    const auto empty = put(*store, "");
    CHECK(empty.digest == empty_sha256);
    CHECK(empty.md5 == "1B2M2Y8AsgTpgAmY7PhCfg==");
    CHECK(*store->read(abc_sha256, 3) == "abc");
    CHECK(*store->read(empty_sha256, 0) == "");
    const std::string path = directory / ("blobs/ba/" + std::string(abc_sha256).substr(2));
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("an open blob can be read, and is not passed on to child processes") {
    const TemporaryDirectory directory;
    const auto store = store_in(directory / "blobs");
    put(*store, "abc");
    const auto file = store->open(abc_sha256);
    REQUIRE(static_cast<bool>(file));
    char bytes[8] = {};
    CHECK(::pread(**file, bytes, sizeof bytes, 1) == 2);
    CHECK(std::string(bytes) == "bc");
    CHECK((::fcntl(**file, F_GETFD) & FD_CLOEXEC) != 0);
    REQUIRE(static_cast<bool>(store->remove(abc_sha256)));
    CHECK(::pread(**file, bytes, sizeof bytes, 0) == 3);
}

TEST_CASE("unknown names and names that are paths are not found") {
    const TemporaryDirectory directory;
    const auto store = store_in(directory / "blobs");
    put(*store, "abc");
    for (const std::string& name :
         {std::string(64, '0'), std::string(), std::string("../secret"),
          "../" + std::string(61, 'a'), std::string(63, 'a'), std::string(65, 'a'),
          std::string(64, 'A'), "ba/" + std::string(abc_sha256).substr(3)}) {
        CAPTURE(name);
        const auto opened = store->open(name);
        REQUIRE_FALSE(static_cast<bool>(opened));
        CHECK(opened.error().code == ErrorCode::not_found);
        CHECK(store->read(name, 100).error().code == ErrorCode::not_found);
    }
    CHECK(store->remove("../secret").error().code == ErrorCode::not_found);
}

TEST_CASE("reading has a bound") {
    const TemporaryDirectory directory;
    const auto store = store_in(directory / "blobs");
    put(*store, "abc");
    CHECK(store->read(abc_sha256, 2).error().code == ErrorCode::too_large);
}

TEST_CASE("the same content is stored once, in whatever pieces it came") {
    const TemporaryDirectory directory;
    const auto store = store_in(directory / "blobs");
    put(*store, "abc");
    auto writer = *store->start();
    for (const auto* piece : {"a", "", "bc"})
        REQUIRE(static_cast<bool>(writer->write(piece)));
    CHECK(writer->finish()->digest == abc_sha256);
    CHECK(files_under(directory.path()) == 1);
}

TEST_CASE("an upload that is given up or left by a crash leaves nothing") {
    const TemporaryDirectory directory;
    {
        const auto store = store_in(directory / "blobs");
        auto writer = *store->start();
        REQUIRE(static_cast<bool>(writer->write("half")));
        CHECK(files_under(directory.path()) == 1);
        writer.reset();
        CHECK(files_under(directory.path()) == 0);
    }
    std::ofstream(directory / "blobs/incoming/17") << "left";
    const auto store = store_in(directory / "blobs");
    CHECK(files_under(directory.path()) == 0);
}

TEST_CASE("a writer that has finished takes nothing more") {
    const TemporaryDirectory directory;
    const auto store = store_in(directory / "blobs");
    auto writer = *store->start();
    REQUIRE(static_cast<bool>(writer->write("abc")));
    REQUIRE(static_cast<bool>(writer->finish()));
    CHECK_FALSE(static_cast<bool>(writer->write("d")));
    CHECK_FALSE(static_cast<bool>(writer->finish()));
    writer.reset();
    CHECK(*store->read(abc_sha256, 10) == "abc");
}

TEST_CASE("removing twice is fine, and the content can come back") {
    const TemporaryDirectory directory;
    const auto store = store_in(directory / "blobs");
    put(*store, "abc");
    CHECK(static_cast<bool>(store->remove(abc_sha256)));
    CHECK(static_cast<bool>(store->remove(abc_sha256)));
    CHECK(store->open(abc_sha256).error().code == ErrorCode::not_found);
    put(*store, "abc");
    CHECK(*store->read(abc_sha256, 10) == "abc");
}

TEST_CASE("content that was stored again since is not removed as old") {
    const TemporaryDirectory directory;
    const auto store = store_in(directory / "blobs");
    put(*store, "abc");
    const std::string path = directory / ("blobs/ba/" + std::string(abc_sha256).substr(2));
    const timespec long_ago[2] = {{1000, 0}, {1000, 0}};
    REQUIRE(::utimensat(AT_FDCWD, path.c_str(), long_ago, 0) == 0);
    CHECK_FALSE(*store->remove_if_older(abc_sha256, {1'000'000}));
    put(*store, "abc");
    CHECK_FALSE(*store->remove_if_older(abc_sha256, {1'000'001}));
    REQUIRE(::utimensat(AT_FDCWD, path.c_str(), long_ago, 0) == 0);
    CHECK(*store->remove_if_older(abc_sha256, {1'000'001}));
    CHECK_FALSE(*store->remove_if_older(abc_sha256, {1'000'001}));
}

TEST_CASE("a check finds damaged and foreign files") {
    const TemporaryDirectory directory;
    const auto store = store_in(directory / "blobs");
    put(*store, "abc");
    put(*store, "");
    std::ofstream(directory / ("blobs/ba/" + std::string(abc_sha256).substr(2))) << "abd";
    std::ofstream(directory / "blobs/ba/notes.txt") << "x";
    std::map<std::string, bool> found;
    REQUIRE(static_cast<bool>(store->check(
        [&](std::string_view digest, bool sound) { found[std::string(digest)] = sound; })));
    CHECK(found == std::map<std::string, bool>{
                       {abc_sha256, false}, {empty_sha256, true}, {"banotes.txt", false}});
}

TEST_CASE("writers of the same content at the same time all succeed") {
    const TemporaryDirectory directory;
    const auto store = store_in(directory / "blobs");
    constexpr std::size_t count = 8;
    constexpr int rounds = 20;
    std::vector<int> succeeded(count, 0);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < count; ++i) {
        threads.emplace_back([&, i] {
            for (int round = 0; round < rounds; ++round) {
                auto writer = store->start();
                if (!writer || !(*writer)->write("round ")) return;
                if (!(*writer)->write(std::to_string(round))) return;
                auto blob = (*writer)->finish();
                if (!blob) return;
                auto content = store->read(blob->digest, 100);
                if (content && *content == "round " + std::to_string(round)) ++succeeded[i];
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    CHECK(succeeded == std::vector<int>(count, rounds));
    CHECK(files_under(directory.path()) == static_cast<std::size_t>(rounds));
}
