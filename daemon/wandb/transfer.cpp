// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/transfer.h"

#include <array>
#include <charconv>
#include <utility>

#include "daemon/wandb/access.h"
#include "shared/base/encoding.h"

namespace ensemble::wandb {

namespace {

using Kind = Address::Kind;
using permissions::Action;

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
                             "/" + std::to_string(session.caller.user.id.value) + "/" +
                             address.name;
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

Error gone() {
    return fail(ErrorCode::not_found, "What this address is for is not there any more");
}

// What an address is about, for the decision.
struct About {
    Action action;
    records::Target target;
};

Result<About> about_run(Context& context, bool writes, const Address& address) {
    auto run = context.rooms.runs.find(RunId{address.id});
    if (!run) return run.error();
    if (!*run) return gone();
    const Action action = writes ? Action::run_update : Action::run_read;
    return About{action, {{}, (*run)->project, maker(**run, address.by, action)}};
}

Result<About> about_artifact(Context& context, bool writes, ArtifactId id) {
    auto artifact = context.rooms.artifacts.find(id);
    if (!artifact) return artifact.error();
    if (!*artifact) return gone();
    auto collection = context.rooms.artifacts.find_collection((*artifact)->collection);
    if (!collection) return collection.error();
    if (!*collection) return gone();
    return About{writes ? Action::artifact_create : Action::artifact_read,
                 {{}, (*collection)->project, (*artifact)->author}};
}

Result<About> about(Context& context, bool writes, const Address& address) {
    switch (address.kind) {
    case Kind::run_file:
        return about_run(context, writes, address);
    case Kind::artifact_file:
        return about_artifact(context, writes, ArtifactId{address.id});
    case Kind::manifest: {
        auto manifest = context.rooms.artifacts.find_manifest(ManifestId{address.id});
        if (!manifest) return manifest.error();
        if (!*manifest) return gone();
        return about_artifact(context, writes, (*manifest)->artifact);
    }
    case Kind::blob:
        break;
    }
    return About{Action::artifact_download, {{}, ProjectId{address.id}, {}}};
}

}  // namespace

Result<void> check_still_allowed(Context& context, std::string_view method,
                                 const Address& address) {
    auto what = about(context, method == "PUT", address);
    if (!what) return what.error();
    const records::State& state = context.rooms.authority.state();
    const records::Asker asker{.user = address.by, .key = permissions::Key::full};
    if (records::may(state, asker, what->action, what->target).allowed) return {};
    return fail(ErrorCode::forbidden, "Whoever asked for this address may not do that any more");
}

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
    if (!read_number(take_part(rest), address.by.value)) return refused();
    address.name = std::string(rest);
    for (const auto& [value, text] : kinds) {
        if (text != kind) continue;
        address.kind = value;
        return address;
    }
    return refused();
}

}  // namespace ensemble::wandb
