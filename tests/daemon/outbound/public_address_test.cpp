// SPDX-License-Identifier: Apache-2.0
#include "daemon/outbound/public_address.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <string>

using ensemble::outbound::is_public;

namespace {

bool is_public_text(const std::string& text) {
    sockaddr_storage storage{};
    if (text.find(':') == std::string::npos) {
        auto& in = reinterpret_cast<sockaddr_in&>(storage);
        in.sin_family = AF_INET;
        REQUIRE(::inet_pton(AF_INET, text.c_str(), &in.sin_addr) == 1);
    } else {
        auto& in = reinterpret_cast<sockaddr_in6&>(storage);
        in.sin6_family = AF_INET6;
        REQUIRE(::inet_pton(AF_INET6, text.c_str(), &in.sin6_addr) == 1);
    }
    return is_public(reinterpret_cast<const sockaddr&>(storage));
}

}  // namespace

TEST_CASE("addresses of private networks and machines are not public, to the last one") {
    for (const char* text :
         {"0.0.0.0",         "0.255.255.255",  "10.0.0.0",       "10.255.255.255",  "100.64.0.0",
          "100.127.255.255", "127.0.0.1",      "127.255.0.1",    "169.254.169.254", "172.16.0.0",
          "172.31.255.255",  "192.0.0.1",      "192.0.2.1",      "192.88.99.1",     "192.168.255.1",
          "198.18.0.0",      "198.19.255.255", "198.51.100.7",   "203.0.113.7",     "224.0.0.1",
          "239.255.255.255", "240.0.0.1",      "255.255.255.255"}) {
        CAPTURE(text);
        CHECK_FALSE(is_public_text(text));
    }
}

TEST_CASE("the neighbours of private networks are public") {
    for (const char* text : {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255",
                             "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255",
                             "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255",
                             "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255"}) {
        CAPTURE(text);
        CHECK(is_public_text(text));
    }
}

TEST_CASE("of IPv6 only global unicast is public, and no disguise helps") {
    for (const char* text : {"::",
                             "::1",
                             "::ffff:127.0.0.1",
                             "::ffff:10.0.0.1",
                             "::ffff:1.1.1.1",
                             "::7f00:1",
                             "fe80::1",
                             "fec0::1",
                             "fc00::1",
                             "fdff::1",
                             "ff02::1",
                             "2001::1",
                             "2001:1ff::1",
                             "2001:db8::1",
                             "2002:7f00:1::",
                             "2002:101:101::",
                             "3fff::1",
                             "3fff:fff::1",
                             "64:ff9b::7f00:1",
                             "64:ff9b::a9fe:a9fe",
                             "64:ff9b:1::101:101",
                             "100::1",
                             "4000::1"}) {
        CAPTURE(text);
        CHECK_FALSE(is_public_text(text));
    }
    for (const char* text : {"2001:200::1", "2606:4700::1111", "2a00:1450::1", "2001:db7::1",
                             "3ffe::1", "64:ff9b::101:101"}) {
        CAPTURE(text);
        CHECK(is_public_text(text));
    }
}

TEST_CASE("sockets of another kind are not public") {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    CHECK_FALSE(is_public(reinterpret_cast<const sockaddr&>(address)));
}
