// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/transfer.h"

#include <array>
#include <charconv>
#include <utility>

#include "shared/base/encoding.h"

namespace ensemble::wandb {

namespace {

using Kind = Address::Kind;

constexpr std::int64_t lifetime_s = 24 * 60 * 60;

constexpr std::array<std::pair<Kind, std::string_view>, 4> kinds{{
    {Kind::run_file, "run"},
    {Kind::artifact_file, "artifact"},
    {Kind::manifest, "manifest"},
    {Kind::blob, "blob"},
}};

std::string_view text_of(Kind kind) {
    for (const auto& [value, text] : kinds) {
        if (value == kind) return text;
    }
    return "";
}

// What is signed: "storage", method and everything that follows the signature in the address.
std::string signed_text(std::string_view method, std::string_view rest) {
    return "storage\n" + std::string(method) + "\n" + std::string(rest);
}

std::string make_address(const Session& session, std::string_view method, const Address& address) {
    const std::string rest = std::to_string(session.now.ms / 1000 + lifetime_s) + "/" +
                             std::string(text_of(address.kind)) + "/" + std::to_string(address.id) +
                             "/" + address.name;
    return session.base_url + "/storage/" +
           session.context.rooms.accounts.sign(signed_text(method, rest)) + "/" +
           percent_encode(rest, "/");
}

// Takes the part before the next slash off the front of `rest`.
std::string_view take_part(std::string_view& rest) {
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view part = rest.substr(0, slash);
    rest.remove_prefix(std::min(slash + 1, rest.size()));
    return part;
}

bool read_number(std::string_view text, std::int64_t& number) {
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    return read.ec == std::errc() && read.ptr == end && !text.empty();
}

Error refused() {
    return fail(ErrorCode::forbidden, "The address is not valid, or no longer");
}

}  // namespace

std::string upload_address(const Session& session, const Address& address) {
    return make_address(session, "PUT", address);
}

std::string download_address(const Session& session, const Address& address) {
    return make_address(session, "GET", address);
}

Result<Address> read_address(const Context& context, std::string_view method,
                             std::string_view token) {
    std::string_view rest = token;
    const std::string_view signature = take_part(rest);
    if (method == "HEAD") method = "GET";
    if (!context.rooms.accounts.verify(signed_text(method, rest), signature)) return refused();
    std::int64_t expires_s = 0;
    if (!read_number(take_part(rest), expires_s) || expires_s * 1000 < context.options.now().ms)
        return refused();
    Address address;
    const std::string_view kind = take_part(rest);
    if (!read_number(take_part(rest), address.id)) return refused();
    address.name = std::string(rest);
    for (const auto& [value, text] : kinds) {
        if (text != kind) continue;
        address.kind = value;
        return address;
    }
    return refused();
}

}  // namespace ensemble::wandb
