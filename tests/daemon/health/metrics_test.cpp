// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <string>

#include "daemon/health/health.h"

using ensemble::health::Metrics;

TEST_CASE("unknown fields are counted by type and name") {
    Metrics metrics;
    metrics.unknown_field("Run", "shine");
    metrics.unknown_field("Run", "shine");
    const std::string text = metrics.text(1, 2);
    CHECK(text.find("ensemble_graphql_unknown_fields_total") != std::string::npos);
    CHECK(text.find("field=\"shine\",type=\"Run\"} 2") != std::string::npos);
}

TEST_CASE("only so many different names become time series") {
    Metrics metrics;
    for (int i = 0; i < 1'005; ++i)
        metrics.unknown_field("Run", "f" + std::to_string(i));
    metrics.unknown_field("Run", "f0");
    const std::string text = metrics.text(0, 0);
    CHECK(text.find("field=\"f0\",type=\"Run\"} 2") != std::string::npos);
    CHECK(text.find("field=\"other\",type=\"other\"} 5") != std::string::npos);
    CHECK(text.find("\"f1001\"") == std::string::npos);
}
