// SPDX-License-Identifier: Apache-2.0
#include "daemon/health/complaints.h"

#include <doctest/doctest.h>

#include <vector>

TEST_CASE("trouble is told at once, then every ten seconds with its count") {
    std::int64_t now_ms = 0;
    std::vector<std::string> said;
    ensemble::health::Complaints complaints([&] { return now_ms; },
                                            [&](const std::string& line) { said.push_back(line); });
    complaints.hear("the disk is full");
    REQUIRE(said.size() == 1);
    CHECK(said[0] == "1 request was turned away for now: the disk is full");
    for (now_ms = 1'000; now_ms < 10'000; now_ms += 1'000)
        complaints.hear("the disk is full");
    CHECK(said.size() == 1);
    now_ms = 10'000;
    complaints.hear("the disk is full");
    REQUIRE(said.size() == 2);
    CHECK(said[1] == "10 requests were turned away for now: the disk is full");
}

TEST_CASE("a reason from outside is cut to a line of usual length") {
    std::vector<std::string> said;
    ensemble::health::Complaints complaints([] { return 5; },
                                            [&](const std::string& line) { said.push_back(line); });
    complaints.hear(std::string(100'000, 'x'));
    REQUIRE(said.size() == 1);
    CHECK(said[0].size() < 400);
}
