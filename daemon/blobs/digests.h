// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "shared/base/result.h"

struct evp_md_ctx_st;

namespace ensemble::blobs {

// SHA-256 and MD5 of a stream of bytes.
class Digests {
public:
    // internal when the cryptographic library refuses, e.g. MD5 under a strict policy.
    static Result<Digests> start();
    void add(std::string_view bytes);

    struct Values {
        std::string sha256;  // lower-case hex
        std::string md5;     // base64
    };
    // Ends the stream.
    Values finish();

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    using Context = std::unique_ptr<evp_md_ctx_st, Free>;

    Digests(Context sha256, Context md5) : sha256_(std::move(sha256)), md5_(std::move(md5)) {}

    Context sha256_;
    Context md5_;
};

}  // namespace ensemble::blobs
