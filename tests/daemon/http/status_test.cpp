// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/status.h"

#include <doctest/doctest.h>

using namespace ensemble;

TEST_CASE("every error code has its status") {
    struct Row {
        ErrorCode code;
        int status;
    };
    const Row rows[] = {
        {ErrorCode::bad_request, 400},  {ErrorCode::unauthenticated, 401},
        {ErrorCode::forbidden, 403},    {ErrorCode::not_found, 404},
        {ErrorCode::conflict, 409},     {ErrorCode::gone, 410},
        {ErrorCode::too_large, 413},    {ErrorCode::unsupported, 501},
        {ErrorCode::rate_limited, 429}, {ErrorCode::disk_full, 503},
        {ErrorCode::unavailable, 503},  {ErrorCode::io_error, 500},
        {ErrorCode::corrupt, 500},      {ErrorCode::newer_version, 500},
        {ErrorCode::in_use, 503},       {ErrorCode::internal, 500},
    };
    for (const Row& row : rows) {
        CAPTURE(name(row.code));
        CHECK(http::status_of(row.code) == row.status);
        CHECK(http::reason_phrase(row.status) != "Unknown");
    }
}

TEST_CASE("an error reads as its message and code") {
    const http::Response response =
        http::error_response(fail(ErrorCode::not_found, "There is no run \"x\"."));
    CHECK(response.status == 404);
    CHECK(http::find_header(response.headers, "Content-Type") == "application/json");
    CHECK(http::find_header(response.headers, "Retry-After").empty());
    CHECK(std::get<std::string>(response.body) ==
          R"({"errors":[{"message":"There is no run \"x\".","code":"not_found"}]})");
}

TEST_CASE("an error whose detail is not UTF-8 is still answered") {
    const http::Response response =
        http::error_response(fail(ErrorCode::bad_request, "bad \xff byte"));
    CHECK(std::get<std::string>(response.body).find("bad \xef\xbf\xbd byte") != std::string::npos);
}

TEST_CASE("what may succeed later says when to try again") {
    CHECK(http::find_header(http::error_response(fail(ErrorCode::unavailable, "")).headers,
                            "Retry-After") == "2");
    CHECK(http::find_header(http::error_response(fail(ErrorCode::disk_full, "")).headers,
                            "Retry-After") == "30");
}

TEST_CASE("a status of its own keeps the form of an error") {
    const http::Response response =
        http::error_response(405, fail(ErrorCode::unsupported, "Not with this method."));
    CHECK(response.status == 405);
    CHECK(http::reason_phrase(405) == "Method Not Allowed");
    CHECK(http::reason_phrase(799) == "Unknown");
}
