// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/doorway.h"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <utility>
#include <vector>

using ensemble::net::Doorway;

TEST_CASE("a doorway lets in as many as have room, and the others in their order") {
    Doorway doorway(2);
    std::vector<int> entered;
    std::vector<Doorway::Pass> inside;
    for (int i = 0; i < 5; ++i)
        doorway.enter([&, i](Doorway::Pass pass) {
            entered.push_back(i);
            inside.push_back(std::move(pass));
        });
    CHECK(entered == std::vector<int>{0, 1});
    CHECK(doorway.waiting() == 3);
    Doorway::Pass first = std::move(inside.front());
    first.reset();
    CHECK(entered == std::vector<int>{0, 1, 2});
    const auto leave_all = [&] { std::exchange(inside, {}).clear(); };
    leave_all();
    CHECK(doorway.waiting() == 0);
    CHECK(entered == std::vector<int>{0, 1, 2, 3, 4});
}

TEST_CASE("very many that leave as they enter do not pile up") {
    Doorway doorway(1);
    Doorway::Pass held;
    doorway.enter([&](Doorway::Pass pass) { held = std::move(pass); });
    int entered = 0;
    for (int i = 0; i < 200'000; ++i)
        doorway.enter([&](const Doorway::Pass&) { ++entered; });
    CHECK(entered == 0);
    held.reset();
    CHECK(entered == 200'000);
}

TEST_CASE("several threads come and go, and nobody is left waiting") {
    constexpr int each = 5'000, inside_max = 3;
    Doorway doorway(inside_max);
    std::atomic<int> entered = 0, inside = 0, most = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < each; ++i)
                doorway.enter([&](const Doorway::Pass&) {
                    const int now = ++inside;
                    if (now > most) most = now;
                    ++entered;
                    --inside;
                });
        });
    for (std::thread& thread : threads)
        thread.join();
    CHECK(entered == 4 * each);
    CHECK(most <= inside_max);
    CHECK(doorway.waiting() == 0);
}
