// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/tls.h"

#include <string_view>

namespace ensemble::net {

namespace {

using Context = boost::asio::ssl::context;
using boost::system::error_code;

// Lets sessions be taken up again; any name will do, as clients show no certificates.
constexpr std::string_view session_scope = "ensemble";

Error unreadable(std::string_view what, const error_code& error) {
    return fail(ErrorCode::bad_request,
                "The " + std::string(what) + " cannot be used (" + error.message() + ").");
}

}  // namespace

Result<std::unique_ptr<Context>> load_tls(const std::string& certificate_path,
                                          const std::string& key_path) {
    try {
        auto context = std::make_unique<Context>(Context::tls_server);
        error_code error;
        context->use_certificate_chain_file(certificate_path, error);
        if (error) return unreadable("certificate file", error);
        context->use_private_key_file(key_path, Context::pem, error);
        if (error) return unreadable("certificate's key file", error);
        SSL_CTX* const raw = context->native_handle();
        if (SSL_CTX_check_private_key(raw) != 1)
            return fail(ErrorCode::bad_request, "The certificate and the key do not fit together.");
        SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
        SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
        SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);
        SSL_CTX_set_session_id_context(raw,
                                       reinterpret_cast<const unsigned char*>(session_scope.data()),
                                       static_cast<unsigned>(session_scope.size()));
        return context;
    } catch (const std::exception&) {
        return fail(ErrorCode::internal, "TLS cannot be set up.");
    }
}

}  // namespace ensemble::net
