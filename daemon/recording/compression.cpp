// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/compression.h"

#include <zstd.h>

#include <memory>

#include "daemon/recording/bytes.h"

// form = u8 method (0 plain, 1 zstd), varint size of the plain bytes, the bytes
namespace ensemble::recording {

namespace {

constexpr int level = 3;
constexpr std::size_t worth_trying = 32;
constexpr std::size_t ratio_max = 32'768;  // bounds what a hostile size can ask for

}  // namespace

void append_compressed(std::string_view bytes, std::string& out) {
    thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(
        ZSTD_createCCtx(), &ZSTD_freeCCtx);
    ByteWriter writer(out);
    if (bytes.size() >= worth_trying && context != nullptr) {
        const std::size_t start = out.size();
        writer.u8(1);
        writer.varint(bytes.size());
        const std::size_t head = out.size();
        out.resize(head + ZSTD_compressBound(bytes.size()));
        const std::size_t size = ZSTD_compressCCtx(
            context.get(), out.data() + head, out.size() - head, bytes.data(), bytes.size(), level);
        if (ZSTD_isError(size) == 0 && size < bytes.size() && size * ratio_max >= bytes.size()) {
            out.resize(head + size);
            return;
        }
        out.resize(start);
    }
    writer.u8(0);
    writer.text(bytes);
}

bool uncompress(std::string_view packed, std::string& out) {
    thread_local const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(
        ZSTD_createDCtx(), &ZSTD_freeDCtx);
    ByteReader reader(packed);
    const std::uint8_t method = reader.u8();
    const std::uint64_t size = reader.varint();
    if (!reader.ok() || method > 1 || size > unpacked_bytes_max) return false;
    if (method == 0) {
        out.assign(reader.rest());
        return out.size() == size;
    }
    if (size / ratio_max > reader.left() || context == nullptr) return false;
    out.resize(static_cast<std::size_t>(size));
    const std::size_t read = ZSTD_decompressDCtx(context.get(), out.data(), out.size(),
                                                 reader.rest().data(), reader.left());
    return ZSTD_isError(read) == 0 && read == out.size();
}

}  // namespace ensemble::recording
