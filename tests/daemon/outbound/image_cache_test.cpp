// SPDX-License-Identifier: Apache-2.0
#include "daemon/outbound/image_cache.h"

#include <doctest/doctest.h>

using namespace ensemble;
using namespace ensemble::outbound;

namespace {

ImageAnswer picture(std::size_t bytes) {
    return std::shared_ptr<const Image>(
        std::make_shared<Image>(Image{"image/png", std::string(bytes, 'x')}));
}

}  // namespace

TEST_CASE("an answer is kept until its time is over") {
    ImageCache cache(100'000);
    cache.keep("a", picture(10), 50);
    CHECK(cache.find("a", 49));
    CHECK_FALSE(cache.find("b", 49));
    CHECK_FALSE(cache.find("a", 50));
    CHECK(cache.bytes() == 0);
}

TEST_CASE("errors are kept as well") {
    ImageCache cache(100'000);
    cache.keep("a", fail(ErrorCode::not_found, "No."), 50);
    const auto found = cache.find("a", 0);
    REQUIRE(found.has_value());
    CHECK(found->error().code == ErrorCode::not_found);
}

TEST_CASE("beyond its bytes the cache forgets what was asked for least recently") {
    ImageCache cache(30'000);
    cache.keep("a", picture(9'000), 50);
    cache.keep("b", picture(9'000), 50);
    cache.keep("c", picture(9'000), 50);
    CHECK(cache.find("a", 0));
    cache.keep("d", picture(9'000), 50);
    CHECK(cache.find("a", 0));
    CHECK_FALSE(cache.find("b", 0));
    CHECK(cache.find("c", 0));
    CHECK(cache.find("d", 0));
    CHECK(cache.bytes() <= 30'000);
}

TEST_CASE("a new answer takes the place of the old one") {
    ImageCache cache(30'000);
    cache.keep("a", picture(9'000), 50);
    cache.keep("a", picture(5), 60);
    CHECK((**cache.find("a", 55))->bytes.size() == 5);
    CHECK(cache.bytes() < 9'000);
}

TEST_CASE("what is larger than the cache is not kept and throws nothing out") {
    ImageCache cache(10'000);
    cache.keep("a", picture(100), 50);
    cache.keep("b", picture(10'000), 50);
    CHECK(cache.find("a", 0));
    CHECK_FALSE(cache.find("b", 0));
}
