// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/base/limits.h"
#include "shared/runs/commands.h"
#include "tests/support/verdicts.h"
#include "tests/support/world.h"

using namespace ensemble;
using namespace ensemble::tests;
using records::Run;
using runs::DeleteRun;
using runs::MoveRun;
using runs::NoteRun;
using runs::RenameRun;
using runs::RestoreRun;
using runs::StopRun;
using runs::TagRun;

namespace {

template <class Edit>
Changes changed(RunId id, Edit edit) {
    Run run = *world().run(id);
    edit(run);
    return {.put = {run}};
}

auto tagged(std::vector<std::string> tags) {
    return edited<Run>({Kind::run, mias.value}, [=](Run& run) { run.tags = tags; });
}

}  // namespace

TEST_CASE("members rename, note and tag anybody's run") {
    const State state = world();
    const auto ask = [&](const auto& command) { return decide(state, by(tests::max), command); };
    CHECK(difference(ask(RenameRun{mias, "best"}),
                     changed(mias, [](Run& run) { run.display_name = "best"; })) == "");
    CHECK(difference(ask(NoteRun{mias, "line\nline"}),
                     changed(mias, [](Run& run) { run.notes = "line\nline"; })) == "");
    CHECK(difference(ask(TagRun{mias, "good", true}),
                     changed(mias, [](Run& run) { run.tags = {"good"}; })) == "");
    CHECK(difference(ask(TagRun{mias, "good", false}), {}) == "");
    const State good = with(tagged({"good", "old"}));
    CHECK(difference(decide(good, by(tests::max), TagRun{mias, "good", true}), {}) == "");
    CHECK(difference(decide(good, by(tests::max), TagRun{mias, "good", false}),
                     changed(mias, [](Run& run) { run.tags = {"old"}; })) == "");
}

TEST_CASE("notes that two people write at once are merged") {
    const State state =
        with(edited<Run>({Kind::run, mias.value}, [](Run& run) { run.notes = "warm-up, then"; }));
    const auto ask = [&](const NoteRun& command) { return decide(state, by(tests::max), command); };
    const auto noted = [&](const std::string& notes) {
        Run run = *state.run(mias);
        run.notes = notes;
        return Changes{.put = {run}};
    };
    CHECK(difference(ask({mias, "lr 3e-4"}), noted("lr 3e-4")) == "");
    CHECK(difference(ask({mias, "lr 3e-4", "warm-up, then"}), noted("lr 3e-4")) == "");
    CHECK(difference(ask({mias, "warm-up first", "warm-up"}),
                     noted("warm-up, then\nwarm-up first")) == "");
    CHECK(difference(ask({mias, "a warm-up,", "warm-up,"}), noted("a warm-up, then")) == "");
    const std::string longest(limits::notes_bytes_max, 'n');
    check({{"both together too long", ask({mias, longest, "before"}), "conflict notes"}});
}

TEST_CASE("who looks on, is outside, or cannot find a run changes nothing about it") {
    const State state = world();
    const auto every = [&](UserId asker, RunId run, const std::string& expected) {
        check({
            {"rename", decide(state, by(asker), RenameRun{run, "x"}), expected},
            {"note", decide(state, by(asker), NoteRun{run, "x"}), expected},
            {"tag", decide(state, by(asker), TagRun{run, "x"}), expected},
        });
    };
    every(viola, mias, "forbidden role_lacks member");
    every(stan, mias, "forbidden role_lacks member");
    every(gus, secret_run, "forbidden role_lacks member");
    every(bot, mias, "accepted team_role");
    every(fleet, mias, "accepted team_role");
    every(nils, mias, "gone run");
    every(nils, missing_run, "gone run");
    every(vera, secret_run, "gone run");
    every(vera, deleted, "gone run");
    every(otto, ottos, "accepted open_project");
    every(nils, ottos, "forbidden not_a_member member");
    every(ana, ottos, "forbidden not_a_member member");
}

TEST_CASE("names, notes and tags of runs are bounded and plain") {
    const State state = world();
    const auto ask = [&](const auto& command) { return decide(state, by(mia), command); };
    const std::string name(limits::display_name_bytes_max, 'n');
    const std::string notes(limits::notes_bytes_max, 'n');
    const std::string tag(limits::tag_bytes_max, 't');
    const State odd = with(tagged({"two\nlines"}));
    check({
        {"the longest name", ask(RenameRun{mias, name}), "accepted team_role"},
        {"one more byte", ask(RenameRun{mias, name + "n"}), "invalid display_name"},
        {"two lines", ask(RenameRun{mias, "a\nb"}), "invalid display_name"},
        {"no name: that of the script", ask(RenameRun{mias, ""}), "accepted team_role"},
        {"the longest notes", ask(NoteRun{mias, notes}), "accepted team_role"},
        {"one more byte of notes", ask(NoteRun{mias, notes + "n"}), "invalid notes"},
        {"no UTF-8", ask(NoteRun{mias, "\xff"}), "invalid notes"},
        {"a beginning that is none", ask(NoteRun{mias, "x", "\xff"}), "invalid base"},
        {"the longest beginning", ask(NoteRun{mias, "x", notes}), "accepted team_role"},
        {"one more byte of a beginning", ask(NoteRun{mias, "x", notes + "n"}), "invalid base"},
        {"the longest tag", ask(TagRun{mias, tag}), "accepted team_role"},
        {"one more byte of tag", ask(TagRun{mias, tag + "t"}), "invalid tag"},
        {"no tag", ask(TagRun{mias, ""}), "invalid tag"},
        {"a tag of two lines", ask(TagRun{mias, "a\nb"}), "invalid tag"},
        {"such a tag of a script's, taken away",
         decide(odd, by(mia), TagRun{mias, "two\nlines", false}), "accepted team_role"},
    });
    std::vector<std::string> tags;
    for (std::size_t i = 1; i < limits::tags_max; ++i)
        tags.push_back("t" + std::to_string(i));
    CHECK(told(decide(with(tagged(tags)), by(mia), TagRun{mias, "last"})) == "accepted team_role");
    tags.push_back("last");
    CHECK(told(decide(with(tagged(tags)), by(mia), TagRun{mias, "more"})) == "quota tags");
    CHECK(told(decide(with(tagged(tags)), by(mia), TagRun{mias, "last"})) == "accepted team_role");
    CHECK(told(decide(with(tagged(tags)), by(mia), TagRun{mias, "t1", false})) ==
          "accepted team_role");
}

TEST_CASE("who made a run stops and deletes it, and admins do; others do not") {
    const State state = world();
    CHECK(difference(decide(state, by(mia), StopRun{mias}),
                     changed(mias, [](Run& run) { run.stop_requested = true; })) == "");
    CHECK(difference(decide(state, by(mia), DeleteRun{mias}),
                     changed(mias, [](Run& run) { run.deleted_at = now; })) == "");
    const auto both = [&](UserId asker, RunId run, const std::string& expected) {
        check({{"stop", decide(state, by(asker), StopRun{run}), expected},
               {"delete", decide(state, by(asker), DeleteRun{run}), expected}});
    };
    both(mia, mias, "accepted creator");
    both(vera, mias, "accepted team_role");
    both(tests::max, mias, "forbidden not_creator admin");
    both(viola, mias, "forbidden role_lacks admin");
    both(bot, bots, "accepted creator");
    both(bot, mias, "forbidden not_creator admin");
    both(mia, bots, "forbidden not_creator admin");
    both(otto, ottos, "accepted open_project");
    both(mia, ottos, "forbidden not_creator admin");
    both(nils, ottos, "forbidden not_a_member admin");
    both(nils, mias, "gone run");
    both(nils, missing_run, "gone run");
    both(vera, deleted, "gone run");
    CHECK(told(decide(state, by(stan), StopRun{mias})) == "accepted team_extra");
    CHECK(told(decide(state, by(stan), DeleteRun{mias})) == "forbidden role_lacks admin");
    CHECK(told(decide(state, by(mia), StopRun{ended})) == "conflict ended");
    const State stopping = after(state, decide(state, by(mia), StopRun{mias}));
    CHECK(difference(decide(stopping, by(vera), StopRun{mias}), {}) == "");
}

TEST_CASE("members restore runs") {
    const State state = world();
    CHECK(difference(decide(state, by(tests::max), RestoreRun{deleted}),
                     changed(deleted, [](Run& run) { run.deleted_at.reset(); })) == "");
    check({
        {"not deleted", decide(state, by(mia), RestoreRun{mias}), "conflict run"},
        {"a view-only member", decide(state, by(viola), RestoreRun{deleted}),
         "forbidden role_lacks member"},
        {"hidden", decide(state, by(nils), RestoreRun{deleted}), "gone run"},
        {"missing", decide(state, by(nils), RestoreRun{missing_run}), "gone run"},
    });
}

TEST_CASE("who may move a run and log where it goes moves it") {
    const State state = world();
    const auto to = [](ProjectId project) {
        return changed(mias, [=](Run& run) { run.project = project; });
    };
    CHECK(difference(decide(state, by(mia), MoveRun{mias, paper}), to(paper)) == "");
    CHECK(difference(decide(state, by(mia), MoveRun{mias, secret}), to(secret)) == "");
    CHECK(difference(decide(state, by(mia), MoveRun{mias, detector}), {}) == "");
    const State both = with(role_in_team(mia, view_only, audio));
    const auto move = [&](UserId asker, RunId run, ProjectId project) {
        return decide(state, by(asker), MoveRun{run, project});
    };
    check({
        {"an admin", move(vera, mias, paper), "accepted team_role"},
        {"another member", move(tests::max, mias, paper), "forbidden not_creator admin"},
        {"a view-only member", move(viola, mias, paper), "forbidden role_lacks admin"},
        {"to one's own team", move(tests::max, maxs, diary), "accepted team_role"},
        {"to an open project", move(mia, mias, course), "accepted team_role"},
        {"to where one looks on", decide(both, by(mia), MoveRun{mias, speech}),
         "forbidden role_lacks member"},
        {"to a public project of strangers",
         decide(with(of_visibility(speech, Visibility::public_)), by(mia), MoveRun{mias, speech}),
         "forbidden not_a_member member"},
        {"to an open project of strangers",
         decide(with(of_visibility(speech, Visibility::open)), by(mia), MoveRun{mias, speech}),
         "accepted open_project"},
        {"to a hidden project", move(mia, mias, speech), "gone project"},
        {"to a restricted project", move(tests::max, maxs, secret), "gone project"},
        {"an admin before the door", move(vera, mias, secret), "forbidden not_added member"},
        {"to a deleted project", move(vera, mias, trashed), "gone project"},
        {"to a missing project", move(mia, mias, missing_project), "gone project"},
        {"a deleted run", move(mia, deleted, paper), "gone run"},
        {"a hidden run", move(nils, mias, paper), "gone run"},
        {"a missing run", move(nils, missing_run, paper), "gone run"},
    });
}

TEST_CASE("no run leaves a restricted project, whoever asks") {
    const State state = with(role_in_project(vera, secret, inherits));
    for (const UserId asker : {mia, vera})
        CHECK(told(decide(state, by(asker), MoveRun{secret_run, detector})) ==
              "forbidden restricted_keeps_runs");
}

TEST_CASE("what a run is called by its script and what it recorded is nobody's to change") {
    const State state = world();
    for (const Verdict& verdict :
         {decide(state, by(mia), RenameRun{mias, "x"}), decide(state, by(mia), NoteRun{mias, "x"}),
          decide(state, by(mia), TagRun{mias, "x"}), decide(state, by(mia), StopRun{mias}),
          decide(state, by(mia), DeleteRun{mias}), decide(state, by(mia), MoveRun{mias, paper})}) {
        const Run run = *after(state, verdict).run(mias);
        CHECK(run.name == "run501");
        CHECK(run.author == mia);
        CHECK_FALSE(run.ended);
    }
}
