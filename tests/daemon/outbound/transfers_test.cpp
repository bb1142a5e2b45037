// SPDX-License-Identifier: Apache-2.0
#include "daemon/outbound/transfers.h"

#include <doctest/doctest.h>

#include <future>
#include <string>

using namespace ensemble::outbound;

TEST_CASE("tasks run in the order of posting, those before a stop still run") {
    std::string seen;
    Transfers transfers;
    for (const char c : std::string("abc"))
        CHECK(transfers.post([&seen, c] { seen += c; }));
    transfers.at_stop([&seen] { seen += '.'; });
    transfers.stop();
    CHECK(seen == "abc.");
    CHECK_FALSE(transfers.post([&seen] { seen += 'x'; }));
    transfers.stop();
    CHECK(seen == "abc.");
}

TEST_CASE("a later task runs in its turn and is dropped at a stop") {
    std::promise<std::string> done;
    std::string seen;
    bool never = false;
    Transfers transfers;
    transfers.post([&] {
        transfers.after(3'600'000, [&] { never = true; });
        transfers.after(20, [&] { done.set_value(seen + "b"); });
        transfers.after(1, [&] { seen += 'a'; });
    });
    CHECK(done.get_future().get() == "ab");
    transfers.stop();
    CHECK_FALSE(never);
}
