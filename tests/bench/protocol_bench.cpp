// SPDX-License-Identifier: Apache-2.0
// How fast a page takes what the daemon sends: rows a second from the text of a patch to a replica
// that shows them, and the steps of it.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "shared/json/document.h"
#include "shared/protocol/messages.h"
#include "shared/protocol/stored.h"

namespace {

using namespace ensemble;

constexpr int rounds = 7;
constexpr std::int64_t runs_count = 20'000;
constexpr std::int64_t members_count = 5'000;

sync::Versioned run_row(std::int64_t i) {
    return {records::Run{.id = {1000 + i},
                         .project = {12},
                         .author = {3 + i % 40},
                         .name = "x7k2p" + std::to_string(i),
                         .display_name = "baseline, warm-up " + std::to_string(i),
                         .notes = i % 10 == 0 ? "Loss spikes at 3k: \"lr\" too high?" : "",
                         .tags = {"baseline", "lr-sweep"},
                         .ended = true},
            i + 1};
}

sync::Versioned member_row(std::int64_t i) {
    return {records::Member{.team = {7},
                            .user = {100 + i},
                            .joined_at = {1'764'576'000'000 + i},
                            .changed = {{3}, {1'764'576'000'000 + i}}},
            i + 1};
}

sync::Patch patch_of(records::Scope scope, std::int64_t count,
                     sync::Versioned (*row)(std::int64_t)) {
    sync::ScopePatch patch{.scope = scope, .to = count, .whole = true};
    for (std::int64_t i = 0; i < count; ++i)
        patch.put.push_back(row(i));
    sync::Patch whole;
    whole.scopes.push_back(std::move(patch));
    return whole;
}

double now_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

// The shortest time of some rounds; what `run` gives must not be zero.
template <class Run>
double best_s(Run run) {
    double best = 1e9;
    for (int i = 0; i < rounds; ++i) {
        const double start = now_s();
        if (run() == 0) std::puts("nothing was done");
        best = std::min(best, now_s() - start);
    }
    return best;
}

std::size_t take(const std::string& text) {
    auto message = protocol::decode_from_daemon(text);
    if (!message) return 0;
    sync::Replica replica({.client = "client", .device = "device"});
    replica.connected();
    replica.receive(sync::HelloOk{.user = {3}, .epoch = "epoch"});
    replica.receive(*std::move(message));
    return replica.confirmed().size();
}

void measure(const char* name, const sync::Patch& patch) {
    const auto rows = static_cast<double>(patch.scopes[0].put.size());
    const std::string text = protocol::encode(sync::FromDaemon(patch));
    const double encode_s =
        best_s([&] { return protocol::encode(sync::FromDaemon(patch)).size(); });
    const double decode_s =
        best_s([&] { return static_cast<std::size_t>(bool(protocol::decode_from_daemon(text))); });
    const double parse_s = best_s([&] {
        const json::Bounds bounds{.bytes_max = text.size(), .depth_max = 16, .members_max = 64};
        return static_cast<std::size_t>(bool(json::Document::parse(text, bounds)));
    });
    const double take_s = best_s([&] { return take(text); });
    const std::string stored = protocol::encode(sync::Stored(
        sync::StoredScope{patch.scopes[0].scope, patch.scopes[0].to, patch.scopes[0].put}));
    const double restore_s = best_s([&] {
        sync::Replica replica({.client = "client", .device = "device"});
        auto one = protocol::decode_stored(stored);
        if (one) replica.restore({*std::move(one)});
        return replica.confirmed().size();
    });
    std::printf(
        "{\"rows\":\"%s\",\"count\":%.0f,\"bytes_per_row\":%.0f,\"encode_rows_per_s\":%.0f,"
        "\"parse_rows_per_s\":%.0f,\"decode_rows_per_s\":%.0f,\"decode_and_apply_rows_per_s\":%.0f,"
        "\"restore_rows_per_s\":%.0f}\n",
        name, rows, static_cast<double>(text.size()) / rows, rows / encode_s, rows / parse_s,
        rows / decode_s, rows / take_s, rows / restore_s);
}

}  // namespace

int main() {
    measure("run", patch_of({records::ScopeKind::runs, 12}, runs_count, run_row));
    measure("member", patch_of({records::ScopeKind::team, 7}, members_count, member_row));
    return 0;
}
