// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "daemon/http/router.h"
#include "daemon/wandb/context.h"

// Addresses under which bytes come in and go out. Scripts send no key there, so an address carries
// its own permission: what it is for, who asked for it and until when, signed. It is good as long
// as whoever asked for it may do that.
namespace ensemble::wandb {

struct Address {
    enum class Kind : std::uint8_t {
        run_file,       // id: the run, name: of the file
        artifact_file,  // id: the artifact, name: hex MD5 of the content
        manifest,       // id: the manifest, name: of the file
        blob,           // id: the project, name: digest in blobs "/" file name; download only
    };
    Kind kind = Kind::run_file;
    std::int64_t id = 0;
    std::string name;
    UserId by{};  // whoever is given it
};

// Absolute; good for a day.
std::string upload_address(const Session& session, const Address& address);
std::string download_address(const Session& session, const Address& address);

// forbidden when it is not ours, altered, meant for another method or too old: asking again with
// the same address is of no use. `token` is the unescaped path after /storage/. Thread-safe.
Result<Address> read_address(const Context& context, std::string_view method,
                             std::string_view token);

// forbidden when whoever asked for the address may not do any more what it is for; not_found when
// that is gone.
Result<void> check_still_allowed(Context& context, std::string_view method, const Address& address);

// uploads.cpp and downloads.cpp
void add_upload_routes(http::Router& router, Context& context);
void add_download_routes(http::Router& router, Context& context);

// The bytes of a blob as an answer that no browser will run as a page of ours.
Result<http::Response> blob_response(const Context& context, std::string_view digest,
                                     std::string_view file_name);

}  // namespace ensemble::wandb
