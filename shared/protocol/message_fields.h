// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/protocol/row_fields.h"
#include "shared/sync/messages.h"

// The fields of every message; see row_fields.h. Besides, `f.version()` stands for the version of
// the protocol, `f.which(name, sum)` for the name of what a sum holds and `f.content(sum)` for the
// fields of that.
namespace ensemble::protocol {

void fields(auto& f, Of<sync::Position> auto& position) {
    f("scope", position.scope);
    f("version", position.version);
}

void fields(auto& f, Of<sync::Hello> auto& hello) {
    f.version();
    f("client", hello.client);
    f("device", hello.device);
    f.maybe("epoch", hello.epoch);
    f.maybe("positions", hello.positions);
}

void fields(auto& f, Of<sync::HelloOk> auto& hello) {
    f.version();
    f("user", hello.user);
    f("epoch", hello.epoch);
    f("now_ms", hello.now);
    f("last_seq", hello.last_seq);
    f("lease_hours", hello.lease_hours);
}

void fields(auto& f, Of<sync::Numbered> auto& numbered) {
    f("seq", numbered.seq);
    f("id", numbered.id);
    f.maybe("claimed_at_ms", numbered.claimed_at);
    f.which("do", numbered.command);
    f.content(numbered.command);
}

void fields(auto& f, Of<sync::Push> auto& push) {
    f("commands", push.commands);
}

// What only a refusal for want of permission has is told of no other.
void fields(auto& f, Of<records::Refused> auto& refused) {
    f("code", refused.code);
    if (refused.code == records::Refusal::forbidden)
        f("rule", refused.rule);
    else
        f.maybe("rule", refused.rule, permissions::Rule::not_signed_in);
    f.maybe("needed", refused.needed);
    f.maybe("field", refused.field);
    f.maybe("value", refused.value);
    f.maybe("changed", refused.changed);
}

void fields(auto& f, Of<sync::Outcome> auto& outcome) {
    f("seq", outcome.seq);
    f("id", outcome.id);
    f.maybe("version", outcome.version);
    f("refused", outcome.refused);
}

void fields(auto& f, Of<sync::Seen> auto& seen) {
    f("seq", seen.seq);
}

void fields(auto& f, Of<sync::Subscribe> auto& subscribe) {
    f("scope", subscribe.scope);
    f.maybe("since", subscribe.since);
}

void fields(auto& f, Of<sync::Unsubscribe> auto& unsubscribe) {
    f("scope", unsubscribe.scope);
}

void fields(auto& f, Of<sync::Versioned> auto& versioned) {
    f.which("k", versioned.row);
    f("v", versioned.version);
    f.content(versioned.row);
}

void fields(auto& f, Of<sync::ScopePatch> auto& patch) {
    f("scope", patch.scope);
    f.maybe("from", patch.from);
    f("to", patch.to);
    f.maybe("whole", patch.whole);
    f.maybe("put", patch.put);
    f.maybe("erased", patch.erased);
    f.maybe("sum", patch.sum);
}

void fields(auto& f, Of<sync::Drop> auto& drop) {
    f("scope", drop.scope);
    f("reason", drop.reason);
}

void fields(auto& f, Of<sync::Patch> auto& patch) {
    f.maybe("drops", patch.drops);
    f.maybe("scopes", patch.scopes);
    f.maybe("outcomes", patch.outcomes);
    f("last_seq", patch.last_seq);
    f("now_ms", patch.now);
}

void fields(auto& f, Of<sync::Bye> auto& bye) {
    f("code", bye.code);
    f.maybe("retry_after_ms", bye.retry_after_ms);
}

}  // namespace ensemble::protocol
