// SPDX-License-Identifier: Apache-2.0
#include "daemon/blobs/digests.h"

#include "shared/base/encoding.h"

#include <openssl/evp.h>

namespace ensemble::blobs {

namespace {

std::string result(evp_md_ctx_st* context) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int size = 0;
    if (EVP_DigestFinal_ex(context, bytes.data(), &size) != 1) return {};
    return {reinterpret_cast<const char*>(bytes.data()), size};
}

}  // namespace

void Digests::Free::operator()(evp_md_ctx_st* context) const {
    EVP_MD_CTX_free(context);
}

Result<Digests> Digests::start() {
    Context sha256(EVP_MD_CTX_new());
    Context md5(EVP_MD_CTX_new());
    if (!sha256 || !md5 || EVP_DigestInit_ex(sha256.get(), EVP_sha256(), nullptr) != 1 ||
        EVP_DigestInit_ex(md5.get(), EVP_md5(), nullptr) != 1)
        return fail(ErrorCode::internal, "SHA-256 or MD5 is not available on this system.");
    return Digests(std::move(sha256), std::move(md5));
}

void Digests::add(std::string_view bytes) {
    EVP_DigestUpdate(sha256_.get(), bytes.data(), bytes.size());
    EVP_DigestUpdate(md5_.get(), bytes.data(), bytes.size());
}

Digests::Values Digests::finish() {
    return {hex(result(sha256_.get())), base64(result(md5_.get()))};
}

}  // namespace ensemble::blobs
