// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "shared/base/result.h"

namespace ensemble::net {

// A server's context, TLS 1.2 and newer, from PEM files.
Result<std::unique_ptr<boost::asio::ssl::context>> load_tls(const std::string& certificate_path,
                                                            const std::string& key_path);

}  // namespace ensemble::net
