// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/outbox.h"

#include <doctest/doctest.h>

using namespace ensemble;
using net::Outbox;

namespace {

Outbox::Text text(std::size_t bytes) {
    return std::make_shared<const std::string>(bytes, 'x');
}

// So that `count` texts of `bytes` just fit.
std::size_t room_for(std::size_t count, std::size_t bytes) {
    return count * (bytes + Outbox::text_overhead_bytes);
}

}  // namespace

TEST_CASE("the first text wakes the taker, those after it do not until the taker sleeps again") {
    Outbox outbox(1000);
    CHECK(outbox.put(text(1)) == Outbox::Put::wake);
    CHECK(outbox.put(text(2)) == Outbox::Put::queued);
    CHECK(outbox.take()->size() == 1);
    CHECK(outbox.put(text(3)) == Outbox::Put::queued);
    CHECK(outbox.take()->size() == 2);
    CHECK(outbox.take()->size() == 3);
    CHECK(outbox.take() == nullptr);
    CHECK(outbox.put(text(4)) == Outbox::Put::wake);
}

TEST_CASE("the bound holds exactly and counts the text that is being written") {
    Outbox outbox(room_for(2, 100));
    CHECK(outbox.put(text(100)) == Outbox::Put::wake);
    CHECK(outbox.take() != nullptr);
    CHECK(outbox.put(text(100)) == Outbox::Put::queued);
    CHECK(outbox.take() != nullptr);
    CHECK(outbox.put(text(100)) == Outbox::Put::queued);
    CHECK(outbox.put(text(0)) == Outbox::Put::overflow);
    CHECK(outbox.put(text(0)) == Outbox::Put::closed);
    CHECK(outbox.take() == nullptr);
}

TEST_CASE("a sealed outbox gives out what it has and a closed one nothing") {
    Outbox outbox(1000);
    CHECK(outbox.put(text(1)) == Outbox::Put::wake);
    CHECK(outbox.put(text(2)) == Outbox::Put::queued);
    outbox.seal();
    CHECK(outbox.put(text(3)) == Outbox::Put::closed);
    CHECK(outbox.take()->size() == 1);
    outbox.close();
    CHECK(outbox.take() == nullptr);
}
