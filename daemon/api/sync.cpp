// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include <nlohmann/json.hpp>

#include "daemon/api/door.h"
#include "daemon/auth/tokens.h"
#include "daemon/http/status.h"
#include "daemon/sync/people.h"
#include "shared/base/crc32c.h"
#include "shared/base/limits.h"
#include "shared/protocol/commands.h"
#include "shared/protocol/messages.h"

namespace ensemble::api {

namespace {

// Messages as text frames of one socket.
class SocketOutlet final : public sync::Outlet {
public:
    explicit SocketOutlet(std::shared_ptr<http::Mailbox> mailbox) : mailbox_(std::move(mailbox)) {}

    void hello(const sync::HelloOk& hello) override { post(protocol::encode(hello)); }
    void patch(const sync::Outgoing& patch) override {
        const bool alone =
            patch.scopes.size() == 1 && patch.drops.empty() && patch.outcomes.empty();
        if (!alone) return post(text_of(patch));
        sync::SharedPatch::Frame& frame = patch.scopes.front()->frame;
        const bool same = frame.last_seq == patch.last_seq && frame.now == patch.now;
        if (frame.text == nullptr || !same)
            frame = {std::make_shared<const std::string>(text_of(patch)), patch.last_seq,
                     patch.now};
        mailbox_->post(frame.text);
    }
    void bye(const sync::Bye& bye) override {
        post(protocol::encode(bye));
        mailbox_->close(bye.code);
    }
    std::size_t waiting_bytes() const override { return mailbox_->waiting_bytes(); }

private:
    static std::string text_of(const sync::Outgoing& patch) {
        protocol::PatchPieces pieces{.drops = patch.drops,
                                     .outcomes = patch.outcomes,
                                     .last_seq = patch.last_seq,
                                     .now = patch.now};
        for (const auto& scope : patch.scopes) {
            if (scope->text.empty()) scope->text = protocol::encode(scope->patch);
            pieces.scopes.push_back(scope->text);
        }
        return protocol::encode(pieces);
    }
    void post(std::string text) {
        mailbox_->post(std::make_shared<const std::string>(std::move(text)));
    }

    std::shared_ptr<http::Mailbox> mailbox_;
};

class SyncPeer final : public http::SocketPeer {
public:
    SyncPeer(sync::PageSessions& pages, UserId user, std::string sign_in,
             std::shared_ptr<http::Mailbox> mailbox)
        : pages_(pages), outlet_(std::make_shared<SocketOutlet>(std::move(mailbox))),
          session_(pages.open(user, std::move(sign_in), outlet_)) {}

    void received(std::string text) override {
        auto message = protocol::decode_from_page(text);
        if (message) return pages_.receive(*session_, *message);
        outlet_->bye({.code = std::string(name(message.error().code)), .retry_after_ms = 0});
        closed();
    }
    void closed() override { pages_.closed(*session_); }

private:
    sync::PageSessions& pages_;
    std::shared_ptr<SocketOutlet> outlet_;
    std::shared_ptr<sync::PageSessions::Session> session_;
};

// One command of a script: decided at once, the answer is its outcome.
Result<http::Response> command(Rooms& rooms, const http::Request& request) {
    auto who = caller(rooms, request);
    if (!who) return who.error();
    auto parsed = protocol::parse_command(request.body);
    if (!parsed) return parsed.error();
    if (const std::string unknown = protocol::unknown_field(request.body, *parsed);
        !unknown.empty())
        return fail(ErrorCode::bad_request,
                    std::string(sync::name(*parsed)) + " has no field \"" + unknown + "\".");
    std::string id(request.header("Idempotency-Key"));
    if (id.size() > limits::command_id_bytes_max)
        return fail(ErrorCode::bad_request, "The Idempotency-Key is too long.");
    // A key must not meet the command of another person, nor another command.
    if (!id.empty())
        id = std::to_string(who->user.id.value) + ":" +
             std::to_string(crc32c(protocol::to_text(*parsed))) + ":" + id;
    if (id.empty()) id = sync::fresh_command_id(auth::random_number);
    auto outcome = rooms.authority.submit(
        {.asker = who->asker, .on_behalf_of = who->on_behalf_of, .device = device_of(rooms, *who)},
        *std::move(parsed), id, rooms.now());
    if (!outcome) return outcome.error();
    http::Response response = http::json(200, protocol::encode(*outcome));
    if (outcome->refused) response.status = http::status_of(sync::as_error(*outcome->refused).code);
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

}  // namespace

void add_sync_routes(http::Router& router, Rooms& rooms) {
    http::Route route;
    route.method = "GET";
    route.pattern = "/api/sync";
    route.message_bytes_max = limits::sync_message_bytes_max;
    route.open_socket =
        [&rooms](
            const http::Request& request,
            std::shared_ptr<http::Mailbox> mailbox) -> Result<std::shared_ptr<http::SocketPeer>> {
        auto who = rooms.accounts.identify(request, auth::Accounts::Allow::session, rooms.now());
        if (!who) return who.error();
        rooms.accounts.stays_open(*who);
        return std::shared_ptr<http::SocketPeer>(std::make_shared<SyncPeer>(
            rooms.pages, who->user.id, who->credential(), std::move(mailbox)));
    };
    router.add(std::move(route));
    add(
        router, "POST", "/api/commands",
        [&rooms](const http::Request& request) { return command(rooms, request); },
        limits::page_body_bytes_max);
}

}  // namespace ensemble::api
