// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/zstd_stream.h"

#include "daemon/storage/files.h"

#include <unistd.h>
#include <zstd.h>

#include <cerrno>
#include <utility>

namespace ensemble::storage {

namespace {

constexpr int level = 3;

Error damaged() {
    return fail(ErrorCode::corrupt, "The backup is damaged or incomplete.");
}

Error no_memory() {
    return fail(ErrorCode::unavailable, "There is not enough memory.");
}

}  // namespace

void Compressor::Free::operator()(ZSTD_CCtx_s* context) const {
    ZSTD_freeCCtx(context);
}

Compressor::Compressor(int descriptor, Context context)
    : descriptor_(descriptor), context_(std::move(context)), out_(ZSTD_CStreamOutSize(), '\0') {}

Result<Compressor> Compressor::start(int descriptor) {
    Context context(ZSTD_createCCtx());
    if (!context) return no_memory();
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    return Compressor(descriptor, std::move(context));
}

Result<void> Compressor::feed(std::string_view bytes, bool last) {
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    for (;;) {
        ZSTD_outBuffer out{out_.data(), out_.size(), 0};
        const std::size_t left =
            ZSTD_compressStream2(context_.get(), &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);
        if (ZSTD_isError(left) != 0) return fail(ErrorCode::internal, ZSTD_getErrorName(left));
        auto written = write_all(descriptor_, {out_.data(), out.pos});
        if (!written) return written;
        if (last ? left == 0 : in.pos == in.size) return {};
    }
}

Result<void> Compressor::write(std::string_view bytes) {
    return feed(bytes, false);
}

Result<void> Compressor::finish() {
    return feed({}, true);
}

void Decompressor::Free::operator()(ZSTD_DCtx_s* context) const {
    ZSTD_freeDCtx(context);
}

Decompressor::Decompressor(int descriptor, Context context)
    : descriptor_(descriptor), context_(std::move(context)), in_(ZSTD_DStreamInSize(), '\0') {}

Result<Decompressor> Decompressor::start(int descriptor) {
    Context context(ZSTD_createDCtx());
    if (!context) return no_memory();
    return Decompressor(descriptor, std::move(context));
}

Result<void> Decompressor::fill() {
    if (used_ < filled_) return {};
    for (;;) {
        const auto got = ::read(descriptor_, in_.data(), in_.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return system_error("Reading the backup", errno);
        used_ = 0;
        filled_ = static_cast<std::size_t>(got);
        return {};
    }
}

Result<std::size_t> Decompressor::more(char* into, std::size_t bytes) {
    while (!ended_) {
        if (auto filled = fill(); !filled) return filled.error();
        ZSTD_inBuffer in{in_.data(), filled_, used_};
        ZSTD_outBuffer out{into, bytes, 0};
        const std::size_t left = ZSTD_decompressStream(context_.get(), &out, &in);
        if (ZSTD_isError(left) != 0) return damaged();
        used_ = in.pos;
        ended_ = left == 0;
        if (out.pos > 0) return out.pos;
        if (!ended_ && filled_ == 0) return damaged();
    }
    return 0u;
}

Result<void> Decompressor::read(char* into, std::size_t bytes) {
    while (bytes > 0) {
        auto got = more(into, bytes);
        if (!got) return got.error();
        if (*got == 0) return damaged();
        into += *got;
        bytes -= *got;
    }
    return {};
}

Result<void> Decompressor::finish() {
    char extra = 0;
    auto got = more(&extra, 1);
    if (!got) return got.error();
    if (*got != 0) return damaged();
    if (auto filled = fill(); !filled) return filled;
    if (used_ < filled_) return damaged();
    return {};
}

}  // namespace ensemble::storage
