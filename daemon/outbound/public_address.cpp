// SPDX-License-Identifier: Apache-2.0
#include "daemon/outbound/public_address.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include <netinet/in.h>
#include <sys/socket.h>

namespace ensemble::outbound {

namespace {

struct Block4 {
    std::uint32_t address;
    unsigned bits;
};

constexpr std::uint32_t quad(unsigned a, unsigned b, unsigned c, unsigned d) {
    return (a << 24) | (b << 16) | (c << 8) | d;
}

constexpr std::array<Block4, 15> not_public_4{{
    {quad(0, 0, 0, 0), 8},        // this network
    {quad(10, 0, 0, 0), 8},       // private
    {quad(100, 64, 0, 0), 10},    // shared by customers of one provider
    {quad(127, 0, 0, 0), 8},      // loopback
    {quad(169, 254, 0, 0), 16},   // link-local, metadata of clouds
    {quad(172, 16, 0, 0), 12},    // private
    {quad(192, 0, 0, 0), 24},     // protocol assignments
    {quad(192, 0, 2, 0), 24},     // documentation
    {quad(192, 88, 99, 0), 24},   // relays to IPv6
    {quad(192, 168, 0, 0), 16},   // private
    {quad(198, 18, 0, 0), 15},    // benchmarks
    {quad(198, 51, 100, 0), 24},  // documentation
    {quad(203, 0, 113, 0), 24},   // documentation
    {quad(224, 0, 0, 0), 4},      // multicast
    {quad(240, 0, 0, 0), 4},      // reserved, broadcast
}};

bool is_public_4(std::uint32_t address) {
    return std::none_of(not_public_4.begin(), not_public_4.end(), [address](const Block4& block) {
        const unsigned shift = 32 - block.bits;
        return (address >> shift) == (block.address >> shift);
    });
}

using Address6 = std::array<std::uint8_t, 16>;

bool begins(const Address6& address, const Address6& block, unsigned bits) {
    const unsigned whole = bits / 8;
    if (!std::equal(address.begin(), address.begin() + whole, block.begin())) return false;
    const unsigned rest = bits % 8;
    return rest == 0 || (address[whole] >> (8 - rest)) == (block[whole] >> (8 - rest));
}

std::uint32_t last_quad(const Address6& a) {
    return quad(a[12], a[13], a[14], a[15]);
}

bool is_public_6(const Address6& address) {
    // Behind a translator (RFC 6052) the IPv4 address counts.
    if (begins(address, {0x00, 0x64, 0xff, 0x9b}, 96)) return is_public_4(last_quad(address));
    if (!begins(address, {0x20}, 3)) return false;            // all that is global unicast today
    return !begins(address, {0x20, 0x01, 0x00}, 23) &&        // protocol assignments, Teredo
           !begins(address, {0x20, 0x01, 0x0d, 0xb8}, 32) &&  // documentation
           !begins(address, {0x20, 0x02}, 16) &&              // IPv4 inside (6to4)
           !begins(address, {0x3f, 0xff, 0x00}, 20);          // documentation
}

}  // namespace

bool is_public(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        sockaddr_in in{};
        std::memcpy(&in, &address, sizeof in);
        return is_public_4(ntohl(in.sin_addr.s_addr));
    }
    if (address.sa_family == AF_INET6) {
        sockaddr_in6 in{};
        std::memcpy(&in, &address, sizeof in);
        Address6 bytes{};
        std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
        return is_public_6(bytes);
    }
    return false;
}

}  // namespace ensemble::outbound
