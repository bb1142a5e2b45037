// SPDX-License-Identifier: Apache-2.0
#include "wasm/replica_room.h"

#include <utility>

#include "shared/json/writer.h"
#include "shared/protocol/commands.h"
#include "shared/protocol/messages.h"
#include "shared/protocol/rows.h"
#include "shared/protocol/stored.h"
#include "wasm/messages.h"
#include "wasm/views/values.h"
#include "wasm/views/views.h"

namespace ensemble::wasm {

namespace {

constexpr std::int64_t follower_counts_from = 1'000'000'000'000;

Instant instant(double ms) {
    return {static_cast<std::int64_t>(ms)};
}

struct WriteEffect {
    json::Writer& out;

    void operator()(const sync::Send& send) const {
        begin("send");
        out.key("frames");
        out.begin_list();
        for (const std::string& frame : protocol::frames(send.message))
            out.text(frame);
        out.end_list();
    }
    void operator()(const sync::Store& store) const {
        begin("store");
        out.key("put");
        out.begin_list();
        for (const sync::Stored& stored : store.put) {
            out.begin_list();
            out.text(storage_key(stored));
            out.text(protocol::encode(stored));
            out.end_list();
        }
        out.end_list();
        out.key("removed");
        out.begin_list();
        for (const std::string& key : store.removed)
            out.text(key);
        out.end_list();
        out.key("ticket");
        out.integer(store.ticket);
    }
    void operator()(const sync::Changed& changed) const {
        begin("changed");
        out.key("scopes");
        out.begin_list();
        for (const sync::Scope& scope : changed.scopes)
            out.text(records::text(scope));
        out.end_list();
        out.key("commands");
        out.boolean(changed.commands);
    }
    void operator()(const sync::Purge& purge) const {
        begin("purge");
        out.key("scope");
        out.text(records::text(purge.scope));
    }
    void operator()(const sync::Reconnect& reconnect) const {
        begin("reconnect");
        out.key("wait_ms");
        out.integer(reconnect.wait_ms);
    }

    void begin(std::string_view what) const {
        out.key("do");
        out.text(what);
    }
};

std::string effects_text(const sync::Effects& effects) {
    std::string text;
    json::Writer out(text);
    out.begin_list();
    for (const sync::Effect& effect : effects) {
        out.begin_object();
        std::visit(WriteEffect{out}, effect);
        out.end_object();
    }
    out.end_list();
    return text;
}

std::string verdict_text(const records::Verdict& verdict) {
    std::string text;
    json::Writer out(text);
    views::write_verdict(out, verdict);
    return text;
}

Reply texts(std::initializer_list<std::string_view> all) {
    ReplyWriter out;
    for (const std::string_view text : all)
        out.text(text);
    return Reply{Status::fine, out.take()};
}

}  // namespace

ReplicaRoom::ReplicaRoom() : replica_(std::make_unique<sync::Replica>(sync::Replica::Options{})) {}

Reply ReplicaRoom::open(std::string_view request) {
    RequestReader in(request);
    sync::Replica::Options options;
    options.client = in.text();
    options.device = in.text();
    if (options.client.empty()) options.first_local = follower_counts_from;
    const std::vector<std::string_view> stored = in.text_views();
    if (in.broken()) return cut_off();
    std::vector<sync::Stored> readable;
    readable.reserve(stored.size());
    std::string text;
    json::Writer out(text);
    out.begin_object();
    out.key("unreadable");
    out.begin_list();
    for (std::size_t i = 0; i < stored.size(); ++i) {
        auto one = protocol::decode_stored(stored[i]);
        if (one)
            readable.push_back(*std::move(one));
        else
            out.integer(static_cast<std::int64_t>(i));
    }
    out.end_list();
    out.end_object();
    replica_ = std::make_unique<sync::Replica>(std::move(options));
    replica_->restore(std::move(readable));
    return texts({text});
}

Reply ReplicaRoom::act(std::string_view request) {
    RequestReader in(request);
    const std::string_view text = in.text();
    const std::string_view id = in.text();
    const double now = in.f64();
    if (in.broken()) return cut_off();
    auto command = protocol::parse_command(text);
    if (!command) return failed(command.error());
    const auto acted = replica_->act(*std::move(command), std::string(id), instant(now));
    return texts({verdict_text(acted.verdict), effects_text(acted.effects)});
}

Reply ReplicaRoom::foretell(std::string_view request) const {
    RequestReader in(request);
    const std::string_view text = in.text();
    const double now = in.f64();
    if (in.broken()) return cut_off();
    const auto command = protocol::parse_command(text);
    if (!command) return failed(command.error());
    return texts({verdict_text(replica_->foretell(*command, instant(now)))});
}

Reply ReplicaRoom::follow(std::string_view request) {
    RequestReader in(request);
    const std::vector<std::string_view> put = in.text_views();
    const std::vector<std::string> removed = in.texts();
    if (in.broken()) return cut_off();
    std::vector<sync::Stored> readable;
    for (const std::string_view text : put) {
        auto stored = protocol::decode_stored(text);
        if (!stored) return failed(stored.error());
        readable.push_back(*std::move(stored));
    }
    return texts({effects_text(replica_->follow(readable, removed))});
}

Reply ReplicaRoom::view(std::string_view request) const {
    RequestReader in(request);
    const std::string_view name = in.text();
    const std::string_view parameters = in.text();
    const double now = in.f64();
    if (in.broken()) return cut_off();
    auto text = views::view(*replica_, name, parameters, instant(now));
    if (!text) return failed(text.error());
    return texts({*text});
}

Reply ReplicaRoom::change(Op op, std::string_view request) {
    RequestReader in(request);
    sync::Effects effects;
    if (op == Op::sync_stored) {
        effects = replica_->stored(static_cast<std::int64_t>(in.f64()));
    } else if (op == Op::sync_dismiss) {
        effects = replica_->dismiss(static_cast<std::int64_t>(in.f64()));
    } else if (op == Op::sync_connected) {
        effects = replica_->connected();
    } else if (op == Op::sync_disconnected) {
        replica_->disconnected();
    } else if (op == Op::sync_receive) {
        auto message = protocol::decode_from_daemon(in.text());
        if (!message) return failed(message.error());
        effects = replica_->receive(*std::move(message));
    } else if (op == Op::sync_lend_run) {
        auto row = protocol::parse_row(in.text());
        if (!row) return failed(row.error());
        if (auto* run = std::get_if<records::Run>(&*row)) replica_->lend(std::move(*run));
    } else {
        const auto scope = records::scope(in.text());
        const double since = op == Op::sync_subscribe ? in.f64() : 0;
        if (!scope) return failed(Error{ErrorCode::bad_request, "this is not a scope"});
        effects = op == Op::sync_subscribe
                      ? replica_->subscribe(*scope, static_cast<std::int64_t>(since))
                      : replica_->unsubscribe(*scope);
    }
    if (in.broken()) return cut_off();
    return texts({effects_text(effects)});
}

Reply ReplicaRoom::call(Op op, std::string_view request) {
    if (op == Op::sync_open) return open(request);
    if (op == Op::sync_act) return act(request);
    if (op == Op::sync_foretell) return foretell(request);
    if (op == Op::sync_follow) return follow(request);
    if (op == Op::sync_view) return view(request);
    return change(op, request);
}

}  // namespace ensemble::wasm
