// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/gunzip.h"

#include <array>

namespace ensemble::net {

namespace {

constexpr int gzip_only = 16 + MAX_WBITS;

Error broken() {
    return fail(ErrorCode::bad_request, "The body is not valid gzip.");
}

}  // namespace

Gunzip::Gunzip(std::size_t bytes_max, std::size_t ratio_max)
    : bytes_max_(bytes_max), ratio_max_(ratio_max),
      opened_(inflateInit2(&stream_, gzip_only) == Z_OK) {}

Gunzip::~Gunzip() {
    if (opened_) inflateEnd(&stream_);
}

Result<void> Gunzip::write(std::string_view bytes, std::string& out) {
    if (!opened_) return fail(ErrorCode::unavailable, "There is no memory to unpack the body.");
    // zlib does not write through next_in; its type is only not const.
    stream_.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    std::array<unsigned char, 32u << 10> piece;
    // A full piece means that more may wait inside, even when all input was taken.
    for (bool full = false; stream_.avail_in > 0 || full;) {
        if (at_end_ && inflateReset(&stream_) != Z_OK) return broken();
        const uInt offered = stream_.avail_in;
        stream_.next_out = piece.data();
        stream_.avail_out = static_cast<uInt>(piece.size());
        const int status = inflate(&stream_, Z_NO_FLUSH);
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) return broken();
        const std::size_t made = piece.size() - stream_.avail_out;
        out.append(reinterpret_cast<const char*>(piece.data()), made);
        taken_ += offered - stream_.avail_in;
        at_end_ = status == Z_STREAM_END;
        full = !at_end_ && stream_.avail_out == 0;
        if (Result<void> fits = check_bounds(out.size()); !fits) return fits;
        if (status == Z_BUF_ERROR && stream_.avail_in > 0) return broken();
    }
    return {};
}

Result<void> Gunzip::check_bounds(std::size_t out_bytes) const {
    if (out_bytes > bytes_max_)
        return fail(ErrorCode::too_large,
                    "The body is larger than " + std::to_string(bytes_max_) + " bytes.");
    if (out_bytes > ratio_free_bytes && out_bytes / ratio_max_ > taken_)
        return fail(ErrorCode::too_large, "The body is packed more tightly than is believable.");
    return {};
}

Result<void> Gunzip::finish() const {
    if (!at_end_) return fail(ErrorCode::bad_request, "The body ends in the middle of its gzip.");
    return {};
}

}  // namespace ensemble::net
