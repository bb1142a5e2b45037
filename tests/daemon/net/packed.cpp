// SPDX-License-Identifier: Apache-2.0
#include "packed.h"

#include <zlib.h>

#include <random>

namespace ensemble::tests {

std::string gzip(std::string_view bytes) {
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<unsigned char*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string noise(std::size_t bytes, unsigned seed) {
    std::mt19937_64 random(seed);
    std::string out(bytes, '\0');
    for (std::size_t i = 0; i < bytes; i += 8) {
        std::uint64_t word = random();
        for (std::size_t k = i; k < bytes && k < i + 8; ++k, word >>= 8)
            out[k] = static_cast<char>(word & 0xff);
    }
    return out;
}

}  // namespace ensemble::tests
