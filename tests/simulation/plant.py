#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""plant.py ROOT FOLDER SOURCE… writes copies of these sources of the real thing with faults in them, each
asleep until its number is in `planted`, and planted_faults.cpp, which lists them.

A fault is a text that stands exactly once in a source of its room, and what takes its place; @ is true
while the fault is awake. Who changes such a line changes it here too: nothing of this is in the real sources."""
import pathlib
import sys

AROUND = [
    ("seq_in_another_transaction", "what a command does and that it was done are stored one after the other"),
    ("disk_before_its_time", "the page's code tells its replica that a write is safe when it begins"),
]

PAGE = "shared/sync/"
DAEMON = "daemon/sync/"

FAULTS = [
    # The page.
    ("send_before_persist", "a command is sent before it is safe on the page's disk", [
        (PAGE, "if (!waiting.safe) break;", "if (!waiting.safe && !@) break;"),
        (PAGE, "    waiting_.emplace(local, std::move(waiting));\n    return acted;",
         "    waiting_.emplace(local, std::move(waiting));\n    if (@) push(acted.effects);\n"
         "    return acted;")]),
    ("no_purge", "a page keeps what it is told to drop", [
        (PAGE, "        forget(drop.scope, store);\n", "        if (!@) forget(drop.scope, store);\n")]),
    ("purge_in_memory_only", "what is dropped stays on the page's disk", [
        (PAGE, "    store.removed.push_back(storage_key(StoredScope{.scope = scope}));",
         "    if (!@) store.removed.push_back(storage_key(StoredScope{.scope = scope}));")]),
    ("no_base_check", "a patch is taken that does not continue what the page has", [
        (PAGE, "return version(patch.scope) == patch.from;",
         "return @ || version(patch.scope) == patch.from;")]),
    ("whole_keeps_old_rows", "rows that are not in a whole scope stay", [
        (PAGE, "    if (patch.whole) {\n", "    if (patch.whole && !@) {\n")]),
    ("drops_after_rows", "a patch's drops are done after its rows", [
        (PAGE, "    for (const Drop& drop : patch.drops) {\n",
         "    if (@)\n        for (const ScopePatch& scope : patch.scopes)\n            take(scope);\n"
         "    for (const Drop& drop : patch.drops) {\n"),
        (PAGE, "        if (!take(scope)) sound = false;\n", "        if (!@ && !take(scope)) sound = false;\n")]),
    ("refusals_are_forgotten", "a refused command vanishes without a word", [
        (PAGE, "    store.put.push_back(refusal);\n", "    if (!@) store.put.push_back(refusal);\n")]),
    ("no_second_sending", "what was sent and not heard is not sent again", [
        (PAGE, "        waiting.seq = 0;\n    next_seq_ = hello.last_seq + 1;\n",
         "        if (!@) waiting.seq = 0;\n    next_seq_ = hello.last_seq + 1;\n")]),
    ("numbers_go_on", "a page numbers on, whatever the daemon has heard", [
        (PAGE, "    next_seq_ = hello.last_seq + 1;\n",
         "    next_seq_ = @ ? std::max(next_seq_, hello.last_seq + 1) : hello.last_seq + 1;\n")]),
    ("no_offering_after_restore", "what a restored daemon forgot is not offered again", [
        (PAGE, "        for (auto& [local, command] : confirmed_commands_) {\n            command.confirmed = false;",
         "        for (auto& [local, command] : confirmed_commands_) {\n            if (@) break;\n"
         "            command.confirmed = false;")]),
    ("history_is_not_compared", "a page does not notice that the daemon's history is another", [
        (PAGE, "!meta_.epoch.empty() && meta_.epoch != hello.epoch;",
         "!@ && !meta_.epoch.empty() && meta_.epoch != hello.epoch;")]),
    ("another_person_inherits", "who signs in gets what the person before had", [
        (PAGE, "if (other_user) return begin_anew(hello.user);",
         "if (other_user && !@) return begin_anew(hello.user);")]),
    ("late_runs_are_taken", "runs that were dropped meanwhile are taken in part", [
        (PAGE, "return asked != subscribed_.end() && asked->second == patch.from;",
         "return @ || (asked != subscribed_.end() && asked->second == patch.from);")]),
    # The daemon.
    ("judged_on_a_snapshot", "a command is decided on the rows that its client began with", [
        (DAEMON, "auto verdict = decide(draft, context, numbered.command);",
         "auto verdict = decide(@ ? ::ensemble::simulation::first_seen(origin.client, state_) : draft,\n"
         "                          context, numbered.command);")]),
    ("no_seq_dedupe", "a number that was had is taken again", [
        (DAEMON, "if (counted && numbered.seq <= last_seq) continue;",
         "if (counted && !@ && numbered.seq <= last_seq) continue;"),
        (DAEMON, "if (counted && numbered.seq != last_seq + 1)",
         "if (counted && !@ && numbered.seq != last_seq + 1)")]),
    ("no_id_dedupe", "a command that comes under another number is done again", [
        (DAEMON, "auto first = first_outcome(draft, numbered.id);",
         "auto first = @ ? Result<std::optional<Outcome>>(std::optional<Outcome>())\n"
         "                       : first_outcome(draft, numbered.id);")]),
    ("reject_does_not_advance", "a refused command keeps its number open", [
        (DAEMON, "        draft.batch.push_back(std::move(*decided));\n",
         "        if (!@ || !decided->refused) draft.batch.push_back(std::move(*decided));\n")]),
    ("one_spoils_all", "a push that cannot be taken is the end of all that came in its round", [
        (DAEMON, "    if (!done && pushes.size() == 1) return {done.error()};\n",
         "    if (!done && (@ || pushes.size() == 1))\n"
         "        return std::vector<Outcomes>(pushes.size(), Outcomes(done.error()));\n")]),
    ("guests_are_not_found", "who was only added to a project does not get it", [
        (DAEMON, "        additions_.emplace(added->user.value, added->project.value);\n",
         "        @ ? void() : void(additions_.emplace(added->user.value, added->project.value));\n")]),
    ("told_before_durable", "what could not be stored is applied and told all the same", [
        (DAEMON, "if (auto stored = ledger_.commit(batch); !stored) return stored.error();",
         "if (auto stored = ledger_.commit(batch); !stored && !@) return stored.error();")]),
    ("no_tombstones", "that a row is gone is not noted", [
        (DAEMON, "    log.erased.emplace(version, key);\n", "    if (!@) log.erased.emplace(version, key);\n")]),
    ("horizon_is_forgotten", "a page that is older than the tombstones gets a part", [
        (DAEMON, "from < horizon_ ||", "(!@ && from < horizon_) ||")]),
    ("runs_of_before_the_start", "runs that changed before the daemon started are not told", [
        (DAEMON, "? loaded_version_ : horizon_;", "? (@ ? 0 : loaded_version_) : horizon_;")]),
    ("two_runs_of_one_name", "a run moves to where its name is taken", [
        (DAEMON, "if (*taken) return conflict(", "if (*taken && !@) return conflict(")]),
    ("stale_view_record", "the daemon trusts what a page had of another history", [
        (DAEMON, "if (hello.epoch == authority_.epoch()) {", "if (@ || hello.epoch == authority_.epoch()) {")]),
    ("no_drop", "a page is not told that it may not see a scope any more", [
        (DAEMON, "        session.drops.push_back({scope, reason(scope)});\n",
         "        if (!@) session.drops.push_back({scope, reason(scope)});\n")]),
    ("revoked_and_sent", "who loses a scope still gets what is new in it", [
        (DAEMON, "    if (has && !sees) {", "    if (has && !sees && !@) {")]),
    ("nothing_new_at_hello", "a page that comes back gets what it had and no scope besides", [
        (DAEMON, "    see_again(session, standing);\n    mark(session);\n}",
         "    if (!@) see_again(session, standing);\n    mark(session);\n}")]),
    ("subscribing_is_trusted", "a page gets the runs that it asks for", [
        (DAEMON, "    if (!visible(authority_.state(), session.user, subscribe.scope)) {",
         "    if (!@ && !visible(authority_.state(), session.user, subscribe.scope)) {")]),
    ("guests_are_not_looked_at", "who is put out of a project goes on seeing it", [
        (DAEMON, "        recheck_.insert({ScopeKind::project, added->project.value});\n",
         "        if (!@) recheck_.insert({ScopeKind::project, added->project.value});\n")]),
    ("roles_are_not_looked_at", "a custom role changes and nobody's view with it", [
        (DAEMON, "               std::holds_alternative<records::CustomRole>(row) ||\n",
         "               (!@ && std::holds_alternative<records::CustomRole>(row)) ||\n")]),
    ("deactivated_stay", "who is deactivated stays connected", [
        (DAEMON, "        signed_out(id, \"\");\n", "        if (!@) signed_out(id, \"\");\n")]),
    ("moved_from_is_not_told", "the project that a run left is not told", [
        (DAEMON, "    if (before != nullptr) touch(scope_of(*before));\n",
         "    if (before != nullptr && !@) touch(scope_of(*before));\n")]),
    ("outcomes_first", "an outcome goes ahead of the rows that it is about", [
        (DAEMON, "    if (whole) {\n        out.outcomes", "    if (whole || @) {\n        out.outcomes")]),
    ("two_sessions_of_a_client", "what a dead connection still brings is taken", [
        (DAEMON, "    if (older != nullptr) end(*older, \"in_use\", 0);\n",
         "    if (older != nullptr && !@) end(*older, \"in_use\", 0);\n")]),
    ("clients_of_others", "a page may speak as another person's client", [
        (DAEMON, "    if (*client && (*client)->user != session.user) return end(session, \"bad_request\", 0);",
         "    if (!@ && *client && (*client)->user != session.user) return end(session, \"bad_request\", 0);")]),
    # The decisions.
    ("no_last_admin", "the last admin of a team may go", [
        ("shared/teams/membership.cpp", "    if (!counts || admin_count(state, admin.team) > 1) return true;",
         "    if (@ || !counts || admin_count(state, admin.team) > 1) return true;")]),
    ("deactivated_admins_count", "an admin who is deactivated counts as one", [
        ("shared/records/standing.cpp", "user != nullptr && !user->deactivated_at && user->kind == UserKind::person;",
         "user != nullptr && (@ || !user->deactivated_at) && user->kind == UserKind::person;")]),
    ("move_asks_the_source_only", "a run moves to where its mover may not log", [
        ("shared/runs/decide.cpp", "if (to == nullptr || !draft.may(Action::run_create, {to->team, to->id})) return draft.verdict();",
         "if (to == nullptr || (!@ && !draft.may(Action::run_create, {to->team, to->id})))\n"
         "        return draft.verdict();")]),
    ("gives_what_one_has_not", "a role may be given that is more than one's own", [
        ("shared/records/verdict.cpp", "    if (giveable(state_, context_.asker.user, target).covers(given)) return true;",
         "    if (@ || giveable(state_, context_.asker.user, target).covers(given)) return true;")]),
    ("old_invites_are_good", "an invite is accepted after its time", [
        ("shared/teams/decide_invites.cpp", "got->expires_at <= context.now", "(!@ && got->expires_at <= context.now)")]),
    ("everybody_was_added", "a restricted project is as good as its team's", [
        ("shared/permissions/decision.cpp",
         "        return facts.visibility == Visibility::restricted ? Standing{} : in_team(facts);",
         "        return facts.visibility == Visibility::restricted && !@ ? Standing{} : in_team(facts);")]),
    ("visible_while_deleted", "the projects of a deleted team can be seen", [
        ("shared/records/scope.cpp", "    return team != nullptr && team->deleted_at;",
         "    return team != nullptr && team->deleted_at && !@;")]),
]

AWAKE = "(::ensemble::simulation::planted == {})"


def planted_sources(texts):
    """The texts by path, with every fault."""
    for number, (name, _, edits) in enumerate(FAULTS, start=1 + len(AROUND)):
        for room, right, wrong in edits:
            found = [path for path, text in texts.items() if path.startswith(room) for _ in range(text.count(right))]
            if len(found) != 1:
                sys.exit(f"plant.py: {name} looks for a line that stands {len(found)} times in {room}:\n"
                         f"{right}\nGive the fault the line as it is now.")
            texts[found[0]] = texts[found[0]].replace(right, wrong.replace("@", AWAKE.format(number)))
    return texts


def with_header(text):
    """After the first include, which is the source's own."""
    at = text.index("\n", text.index("#include")) + 1
    return text[:at] + '#include "tests/simulation/planted.h"\n' + text[at:]


def main():
    root, folder, *paths = map(pathlib.Path, sys.argv[1:])
    texts = {path.as_posix(): (root / path).read_text() for path in paths}
    for path, text in planted_sources(texts).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(with_header(text))
    listed = "".join(f'        {{"{name}", "{what}"}},\n' for name, what, *_ in AROUND + FAULTS)
    (folder / "planted_faults.cpp").write_text(
        '#include "tests/simulation/planted.h"\n\nnamespace ensemble::simulation {\n\n'
        "const std::vector<PlantedFault>& planted_faults() {\n"
        f"    static const std::vector<PlantedFault> all{{\n{listed}    }};\n    return all;\n}}\n\n"
        "}  // namespace ensemble::simulation\n")


if __name__ == "__main__":
    main()
