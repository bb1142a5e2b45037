// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/gunzip.h"

#include <doctest/doctest.h>

#include "packed.h"

using namespace ensemble;
using net::Gunzip;
using tests::gzip;
using tests::noise;

namespace {

struct Unpacked {
    std::string bytes;
    std::string code;  // "" when all went well
};

Unpacked unpack(std::string_view packed, std::size_t bytes_max, std::size_t piece_bytes = 1 << 20,
                std::size_t ratio_max = 200) {
    Gunzip gunzip(bytes_max, ratio_max);
    Unpacked out;
    for (std::string_view rest = packed; !rest.empty();) {
        const std::string_view piece = rest.substr(0, piece_bytes);
        rest.remove_prefix(piece.size());
        const Result<void> written = gunzip.write(piece, out.bytes);
        if (!written) {
            out.code = name(written.error().code);
            return out;
        }
    }
    const Result<void> finished = gunzip.finish();
    if (!finished) out.code = name(finished.error().code);
    return out;
}

}  // namespace

TEST_CASE("what was packed comes out again, however the pieces fall") {
    for (const std::size_t bytes :
         {std::size_t{0}, std::size_t{1}, std::size_t{40'000}, std::size_t{300'000}}) {
        const std::string text = noise(bytes) + std::string(bytes, 'a');
        for (const std::size_t piece : {std::size_t{1}, std::size_t{1000}, std::size_t{1} << 20}) {
            CAPTURE(bytes);
            CAPTURE(piece);
            const Unpacked out = unpack(gzip(text), 1 << 20, piece);
            CHECK(out.code == "");
            CHECK((out.bytes == text));
        }
    }
}

TEST_CASE("output that exactly fills the inner buffer is not lost") {
    const std::string text(32 << 10, 'x');
    CHECK((unpack(gzip(text), 1 << 20).bytes == text));
    CHECK((unpack(gzip(text + text), 1 << 20).bytes == text + text));
}

TEST_CASE("several members follow each other") {
    const Unpacked out = unpack(gzip("one ") + gzip("") + gzip("two"), 100, 3);
    CHECK(out.code == "");
    CHECK(out.bytes == "one two");
}

TEST_CASE("size is bounded exactly") {
    CHECK(unpack(gzip(noise(1000)), 1000).code == "");
    CHECK(unpack(gzip(noise(1001)), 1000).code == "too_large");
}

TEST_CASE("the ratio is bounded once there is a megabyte") {
    const std::string zeros(1 << 20, '\0');
    CHECK(unpack(gzip(zeros), 1 << 30).code == "");
    CHECK(unpack(gzip(zeros + std::string(200'000, '\0')), 1 << 30).code == "too_large");
    CHECK(unpack(gzip(std::string(8 << 20, '\0')), 1 << 30, 1 << 20, 2000).code == "");
}

TEST_CASE("what is cut, damaged or no gzip at all is a bad request") {
    const std::string packed = gzip(noise(5000));
    CHECK(unpack(packed.substr(0, packed.size() - 1), 1 << 20).code == "bad_request");
    CHECK(unpack(packed.substr(0, 5), 1 << 20).code == "bad_request");
    std::string damaged = packed;
    damaged[packed.size() - 6] = static_cast<char>(damaged[packed.size() - 6] ^ 1);
    CHECK(unpack(damaged, 1 << 20).code == "bad_request");
    CHECK(unpack("hello", 1 << 20).code == "bad_request");
    CHECK(unpack(packed + "trailing", 1 << 20).code == "bad_request");
    for (unsigned seed = 0; seed < 200; ++seed)
        CHECK(unpack("\x1f\x8b\x08" + noise(200, seed), 1 << 20).code != "");
}
