// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/protocol/command_fields.h"
#include "shared/protocol/message_fields.h"
#include "shared/sync/replica.h"

// The fields of what a page keeps on its disk; see row_fields.h.
namespace ensemble::protocol {

void fields(auto& f, Of<sync::StoredMeta> auto& meta) {
    f("device", meta.device);
    f.maybe("user", meta.user);
    f.maybe("epoch", meta.epoch);
    f.maybe("contact_ms", meta.contact);
    f("lease_hours", meta.lease_hours);
}

void fields(auto& f, Of<sync::StoredScope> auto& scope) {
    f("scope", scope.scope);
    f("version", scope.version);
    f.maybe("rows", scope.rows);
}

void fields(auto& f, Of<sync::StoredCommand> auto& command) {
    f("local", command.local);
    f("id", command.id);
    f("made_at_ms", command.made_at);
    f.maybe("confirmed", command.confirmed);
    f.maybe("version", command.version);
    f.maybe("settled_at_ms", command.settled_at);
    f("command", command.command);
}

void fields(auto& f, Of<sync::StoredRefusal> auto& refusal) {
    f("local", refusal.local);
    f("id", refusal.id);
    f("made_at_ms", refusal.made_at);
    f("settled_at_ms", refusal.settled_at);
    f("command", refusal.command);
    f("outcome", refusal.outcome);
}

// A command or a row by itself.
void fields(auto& f, Of<sync::Command> auto& command) {
    f.which("do", command);
    f.content(command);
}

void fields(auto& f, Of<records::Row> auto& row) {
    f.which("k", row);
    f.content(row);
}

}  // namespace ensemble::protocol
