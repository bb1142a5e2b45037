// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "daemon/net/gunzip.h"
#include "tests/fuzz/fuzz.h"

// The first byte says in how large pieces the rest arrives; in pieces and whole must be the same.
void ensemble::fuzz::one_input(std::string_view bytes) {
    if (bytes.empty()) return;
    const std::size_t piece = static_cast<unsigned char>(bytes[0]) + 1u;
    bytes.remove_prefix(1);
    constexpr std::size_t bytes_max = 1 << 20;
    std::string whole;
    net::Gunzip at_once(bytes_max, 50);
    const bool whole_fine = at_once.write(bytes, whole) && at_once.finish();
    std::string pieces;
    net::Gunzip bit_by_bit(bytes_max, 50);
    bool pieces_fine = true;
    for (std::size_t at = 0; pieces_fine && at < bytes.size(); at += piece)
        pieces_fine = static_cast<bool>(bit_by_bit.write(bytes.substr(at, piece), pieces));
    pieces_fine = pieces_fine && bit_by_bit.finish();
    law(whole.size() <= bytes_max + (64 << 10));
    if (whole_fine && pieces_fine) law(whole == pieces);
}
