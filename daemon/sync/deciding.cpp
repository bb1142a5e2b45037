// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "daemon/sync/authority.h"
#include "daemon/sync/people.h"

// From commands to what is stored of them.
namespace ensemble::sync {

using records::Accepted;
using records::Refusal;
using records::Refused;
using records::State;

namespace {

// An address that is new to its user, and somebody else's.
bool takes_address(const State& draft, const Row& row, const Row* before) {
    const auto* account = std::get_if<records::Account>(&row);
    if (account == nullptr) return false;
    const auto* old = before != nullptr ? std::get_if<records::Account>(before) : nullptr;
    const bool same = old != nullptr && records::same_name(old->email, account->email);
    return !same && address_taken(draft, account->email, account->user);
}

}  // namespace

Result<void> Authority::fetch_run(State& draft, const Command& command) {
    const RunId id = run_of(command);
    if (!id || draft.run(id) != nullptr) return {};
    auto run = ledger_.run(id);
    if (!run) return run.error();
    if (*run) draft.put(std::move(**run));
    return {};
}

// What the draft says of runs counts before what is stored of them.
Result<bool> Authority::name_taken(const State& draft, const records::Run& arriving) const {
    auto stored = ledger_.run_named(arriving.project, arriving.name);
    if (!stored) return stored.error();
    bool taken = *stored;
    for (const auto& [key, row] : draft.own()) {
        const auto* run = row ? std::get_if<records::Run>(&*row) : nullptr;
        if (run == nullptr || run->name != arriving.name) continue;
        const bool here = run->project == arriving.project && !run->deleted_at;
        if (here && run->id != arriving.id) return true;
        auto before = ledger_.run(run->id);
        if (!before) return before.error();
        if (*before && (*before)->project == arriving.project && !(*before)->deleted_at)
            taken = false;
    }
    return taken;
}

Result<Decided> Authority::decide_one(State& draft, const Origin& origin, const Numbered& numbered,
                                      std::int64_t version, Instant now) {
    Decided decided{.at = now,
                    .actor = origin.asker.user,
                    .on_behalf_of = origin.on_behalf_of,
                    .client = origin.client,
                    .seq = numbered.seq,
                    .id = numbered.id,
                    .device = origin.device,
                    .claimed_at = numbered.claimed_at,
                    .command = numbered.command};
    if (auto fetched = fetch_run(draft, numbered.command); !fetched) return fetched.error();
    const records::Context context{
        .asker = origin.asker, .now = now, .proven_invite = origin.proven_invite};
    auto verdict = decide(draft, context, numbered.command);
    if (auto* refused = std::get_if<Refused>(&verdict)) {
        decided.refused = std::move(*refused);
        return decided;
    }
    auto& accepted = std::get<Accepted>(verdict);
    const auto conflict = [&decided](std::string_view field) {
        decided.before.clear();
        decided.refused = Refused{.code = Refusal::conflict, .field = std::string(field)};
        return decided;
    };
    for (const Row& row : accepted.changes.put) {
        const auto* run = std::get_if<records::Run>(&row);
        const Row* before = draft.find(records::key(row));
        if (takes_address(draft, row, before)) return conflict("email");
        if (before != nullptr) decided.before.push_back(*before);
        const auto* old = before != nullptr ? std::get_if<records::Run>(before) : nullptr;
        const bool arrives = run != nullptr && old != nullptr && !run->deleted_at &&
                             (run->project != old->project || old->deleted_at);
        if (!arrives) continue;
        auto taken = name_taken(draft, *run);
        if (!taken) return taken.error();
        if (*taken) return conflict("name");
    }
    for (const Key& key : accepted.changes.erased)
        if (const Row* before = draft.find(key)) decided.before.push_back(*before);
    decided.version = version;
    decided.rule = accepted.rule;
    decided.changes = std::move(accepted.changes);
    draft.apply(decided.changes);
    return decided;
}

// Of a command that was settled before, or is in the same draft.
Result<std::optional<Outcome>> Authority::first_outcome(const Draft& draft, const std::string& id) {
    auto known = ledger_.settled(id);
    if (!known || *known) return known;
    const auto same = [&](const Decided& other) { return other.id == id; };
    const auto found = std::find_if(draft.batch.begin(), draft.batch.end(), same);
    if (found == draft.batch.end()) return std::optional<Outcome>();
    return std::optional(draft.outcomes.at(static_cast<std::size_t>(found - draft.batch.begin())));
}

Result<void> Authority::decide_all(Draft& draft, const Pushed& pushed, Instant now) {
    const Origin& origin = pushed.origin;
    const bool counted = !origin.client.empty();
    std::int64_t last_seq = 0;
    if (counted) {
        auto client = ledger_.client(origin.client);
        if (!client) return client.error();
        if (*client && (*client)->user != origin.asker.user)
            return fail(ErrorCode::bad_request, "This client belongs to somebody else.");
        if (*client) last_seq = (*client)->last_seq;
    }
    for (const Numbered& numbered : pushed.commands) {
        if (counted && numbered.seq <= last_seq) continue;
        if (counted && numbered.seq != last_seq + 1)
            return fail(ErrorCode::bad_request, "A command before this one is missing.");
        last_seq = numbered.seq;
        auto first = first_outcome(draft, numbered.id);
        if (!first) return first.error();
        if (*first) {
            Outcome outcome = std::move(**first);
            outcome.seq = numbered.seq;
            draft.batch.push_back({.at = now,
                                   .actor = origin.asker.user,
                                   .client = origin.client,
                                   .seq = numbered.seq,
                                   .id = numbered.id,
                                   .event = "again",
                                   .refused = outcome.refused});
            draft.outcomes.push_back(std::move(outcome));
            continue;
        }
        auto decided = decide_one(draft.state, origin, numbered, draft.version + 1, now);
        if (!decided) return decided.error();
        if (!decided->refused) ++draft.version;
        draft.outcomes.push_back({.seq = numbered.seq,
                                  .id = numbered.id,
                                  .version = draft.version,
                                  .refused = decided->refused});
        draft.batch.push_back(std::move(*decided));
    }
    return {};
}

std::vector<Authority::Outcomes> Authority::push(const std::vector<Pushed>& pushes, Instant now) {
    Draft draft{State::over(state_), version_, {}, {}};
    std::vector<std::size_t> ends;
    std::set<std::string_view> clients;
    Result<void> done;
    for (const Pushed& pushed : pushes) {
        const std::string& client = pushed.origin.client;
        if (!client.empty() && !clients.insert(client).second)
            done =
                fail(ErrorCode::conflict, "What this client pushed before must be stored first.");
        if (done) done = decide_all(draft, pushed, now);
        if (!done) break;
        ends.push_back(draft.outcomes.size());
    }
    if (done && !draft.batch.empty()) done = commit(std::move(draft.batch));
    if (!done && pushes.size() == 1) return {done.error()};
    std::vector<Outcomes> all;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < pushes.size(); ++i) {
        if (!done) {
            // What one of them brought about must not be the others' loss.
            all.push_back(push(pushes[i].origin, pushes[i].commands, now));
            continue;
        }
        const auto at = draft.outcomes.begin();
        all.emplace_back(std::vector<Outcome>(at + static_cast<std::ptrdiff_t>(begin),
                                              at + static_cast<std::ptrdiff_t>(ends[i])));
        begin = ends[i];
    }
    return all;
}

Authority::Outcomes Authority::push(const Origin& origin, const std::vector<Numbered>& commands,
                                    Instant now) {
    return std::move(push(std::vector<Pushed>{{origin, commands}}, now).front());
}

}  // namespace ensemble::sync
