// SPDX-License-Identifier: Apache-2.0
#include "daemon/outbound/image_type.h"

#include <doctest/doctest.h>

using namespace ensemble;
using namespace ensemble::outbound;
using namespace std::literals;

TEST_CASE("pictures are known by their type and their first bytes") {
    CHECK(*image_type("image/png", "\x89PNG\r\n\x1a\nrest") == "image/png");
    CHECK(*image_type("image/gif", "GIF89arest") == "image/gif");
    CHECK(*image_type("image/jpeg", "\xff\xd8\xff\xe0") == "image/jpeg");
    CHECK(*image_type("image/webp", "RIFF\0\0\0\0WEBPVP8 "sv) == "image/webp");
    CHECK(*image_type("Image/SVG+xml; charset=utf-8", "<svg/>") == "image/svg+xml");
    CHECK(*image_type("image/svg+xml", "\xef\xbb\xbf\n<?xml version=\"1.0\"?><!-- x --><svg/>") ==
          "image/svg+xml");
}

TEST_CASE("what is no picture, or another one than it says, is refused") {
    CHECK_FALSE(image_type("", "<svg/>"));
    CHECK_FALSE(image_type("text/html", "<svg/>"));
    CHECK_FALSE(image_type("text/html;image/png", "\x89PNG\r\n\x1a\n"));
    CHECK_FALSE(image_type("image/png", ""));
    CHECK_FALSE(image_type("image/png", "<svg/>"));
    CHECK_FALSE(image_type("image/svg+xml", "hello <svg/>"));
    CHECK_FALSE(image_type("image/svg+xml", "<html></html>"));
    CHECK_FALSE(image_type("image/svg+xml", "<svg>\xff</svg>"));
    CHECK_FALSE(image_type("image/svg+xml", "\x1f\x8b packed"));
    CHECK_FALSE(image_type("image/webp", "RIFF"));
    CHECK_FALSE(image_type("image/bmp", "BM"));
}
