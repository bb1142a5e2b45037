// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "shared/base/result.h"

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

namespace ensemble::storage {

// Writes one zstd frame with a checksum to a descriptor, which stays the caller's.
class Compressor {
public:
    static Result<Compressor> start(int descriptor);
    Result<void> write(std::string_view bytes);
    Result<void> finish();

private:
    struct Free {
        void operator()(ZSTD_CCtx_s* context) const;
    };
    using Context = std::unique_ptr<ZSTD_CCtx_s, Free>;
    Compressor(int descriptor, Context context);
    Result<void> feed(std::string_view bytes, bool last);

    int descriptor_;
    Context context_;
    std::string out_;
};

// Reads one zstd frame from a descriptor, which stays the caller's.
class Decompressor {
public:
    static Result<Decompressor> start(int descriptor);
    // Exactly that many bytes. corrupt when the frame is damaged or ends before.
    Result<void> read(char* into, std::size_t bytes);
    // Requires that everything was read. corrupt when there is more, or the checksum is wrong.
    Result<void> finish();

private:
    struct Free {
        void operator()(ZSTD_DCtx_s* context) const;
    };
    using Context = std::unique_ptr<ZSTD_DCtx_s, Free>;
    Decompressor(int descriptor, Context context);
    // Unpacks more; the number of bytes, 0 at the end of the frame.
    Result<std::size_t> more(char* into, std::size_t bytes);
    Result<void> fill();

    int descriptor_;
    Context context_;
    std::string in_;
    std::size_t used_ = 0;
    std::size_t filled_ = 0;
    bool ended_ = false;
};

}  // namespace ensemble::storage
