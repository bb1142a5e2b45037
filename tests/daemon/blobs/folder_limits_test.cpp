// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/blobs/store.h"
#include "tests/support/small_disk.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace ensemble;
using namespace ensemble::tests;

namespace {

// The largest resident memory so far.
long peak_kib() {
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line)) {
        if (line.rfind("VmHWM:", 0) == 0) return std::stol(line.substr(6));
    }
    return 0;
}

}  // namespace

TEST_CASE("a gigabyte goes through in bounded memory") {
    const TemporaryDirectory directory;
    const auto store = store_in(directory / "blobs");
    std::string piece(1u << 20, '\0');
    const long before_kib = peak_kib();
    REQUIRE(before_kib > 0);
    auto writer = *store->start();
    for (std::uint32_t i = 0; i < 1024; ++i) {
        piece[i] = static_cast<char>(i);
        REQUIRE(static_cast<bool>(writer->write(piece)));
    }
    const auto blob = writer->finish();
    REQUIRE(static_cast<bool>(blob));
    CHECK(blob->bytes == 1ull << 30);
    CHECK(std::filesystem::file_size(directory / ("blobs/" + blob->digest.substr(0, 2) + "/" +
                                                  blob->digest.substr(2))) == 1ull << 30);
    bool sound = false;
    REQUIRE(static_cast<bool>(store->check(
        [&](std::string_view digest, bool ok) { sound = ok && digest == blob->digest; })));
    CHECK(sound);
    CHECK(peak_kib() - before_kib < 50 * 1024);
}

TEST_CASE("a full disk refuses the upload, frees what it took and serves on") {
    const SmallDisk disk("1m");
    if (!disk.mounted()) {
        WARN_MESSAGE(false, "not run: mounting a small disk needs root");
        return;
    }
    const auto store = store_in(disk / "blobs");
    const auto kept = put(*store, "kept");
    auto writer = *store->start();
    const std::string piece(300u << 10, 'x');
    Result<void> written;
    for (int i = 0; i < 8 && written; ++i)
        written = writer->write(piece);
    REQUIRE_FALSE(static_cast<bool>(written));
    CHECK(written.error().code == ErrorCode::disk_full);
    CHECK(transient(written.error().code));
    CHECK(files_under(disk.path()) == 1);
    CHECK_FALSE(static_cast<bool>(writer->write("more")));
    CHECK_FALSE(static_cast<bool>(writer->finish()));
    CHECK(*store->read(kept.digest, 10) == "kept");
    CHECK(put(*store, std::string(500u << 10, 'y')).bytes == 500u << 10);
}
