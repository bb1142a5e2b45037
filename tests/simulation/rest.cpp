// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tests/simulation/intents.h"
#include "tests/simulation/world.h"

// The end of a schedule: every fault is over, everything comes to rest, and is looked at.
namespace ensemble::simulation {

namespace {

constexpr int rounds_max = 60;
constexpr int foresights = 12;

// Guests of a project do not see who is in its team, on which what others are here depends; who is
// invited does not see whether the team was deleted.
bool about_unseen_team(const records::State& view, const sync::Command& command) {
    if (const auto* accept = std::get_if<teams::AcceptInvite>(&command))
        return view.team(accept->team) == nullptr;
    ProjectId id;
    if (const auto* set = std::get_if<projects::SetProjectRole>(&command)) id = set->project;
    if (const auto* out = std::get_if<projects::RemoveProjectMember>(&command)) id = out->project;
    const records::Project* project = view.project(id);
    return project != nullptr && view.team(project->team) == nullptr;
}

}  // namespace

// One round in which everything that can move moves. False when nothing did.
bool World::move_all() {
    bool moved = false;
    scene_.now.ms += 1'000;
    for (const auto& link : scene_.links)
        while (host_.deliver(*link))
            moved = true;
    host_.flush(true, true);
    for (const auto& device : devices_) {
        while (device->take())
            moved = true;
        while (device->finish_write())
            moved = true;
        while (device->hear())
            moved = true;
        if (!device->wants_connection()) continue;
        moved = true;
        if (device->may_connect()) device->connect();
    }
    for (const auto& link : scene_.links)
        if (!link->up.empty()) moved = true;
    host_.bury();
    sweep_links();
    return moved;
}

void World::come_to_rest() {
    scene_.tell("every fault is over");
    host_.heal();
    host_.bury();
    host_.start();
    forger_.leave();
    for (const auto& device : devices_) {
        if (!device->open()) device->open_tab();
        if (device->connected()) device->link()->slow = false;
        // Whoever does not know yet that the other end is gone finds out.
        const bool dead = device->connected() && !device->link()->daemon_open;
        if (device->connected() && (device->link()->torn || (dead && device->link()->down.empty())))
            device->lose_connection();
        device->hurry();
    }
    for (const auto& link : scene_.links) {
        link->slow = false;
        if (!link->page_open && link->up.empty()) host_.close(*link);
    }
    int rounds = 0;
    while (move_all() && !violation()) {
        if (++rounds > rounds_max) {
            scene_.checks.fail("rest does not come", "after " + std::to_string(rounds) + " rounds");
            return;
        }
        for (const auto& device : devices_)
            if (device->connected() && !device->link()->daemon_open && device->link()->down.empty())
                device->lose_connection();
    }
}

void World::last_checks() {
    for (const auto& device : devices_) {
        if (violation()) return;
        const auto* user = scene_.checks.reference().user(device->user());
        // Whoever is deactivated is sent away, with an empty disk.
        if (user == nullptr || user->deactivated_at) {
            device->check_wiped();
            continue;
        }
        device->check_settled();
    }
    // What is on the disk is what is in memory.
    host_.crash();
    host_.start();
    if (scene_.setting.seed % 4 == 0) compare_foresight();
}

// Who sees everything that a command is about foretells what the daemon says.
void World::compare_foresight() {
    for (const auto& device : devices_) {
        if (violation()) return;
        const auto* user = scene_.checks.reference().user(device->user());
        if (user == nullptr || user->deactivated_at || !device->open()) continue;
        Prng prng(scene_.setting.seed + 99);
        const auto& view = device->leader().view();
        const auto all = everything();
        for (int n = 0; n < foresights; ++n) {
            const auto command = choose_command(view, scene_.setting.commands, prng);
            // Runs are known to a page only as it looks at them.
            const RunId run = sync::run_of(command);
            const records::Run* known = view.run(run);
            if (run && (known == nullptr ||
                        !device->looks_at({records::ScopeKind::runs, known->project.value})))
                continue;
            if (about_unseen_team(view, command)) continue;
            const auto context = device->leader().context(scene_.now);
            const auto foretold = device->leader().foretell(command, scene_.now);
            const auto actual = sync::decide(all, context, command);
            const auto* refused = std::get_if<records::Refused>(&actual);
            const auto* mine = std::get_if<records::Refused>(&foretold);
            // Other reasons may lie in what the asker does not see: names, members, switches.
            const auto about_permission = [](const records::Refused* one) {
                return one == nullptr || one->code == records::Refusal::forbidden ||
                       one->code == records::Refusal::gone;
            };
            const bool allowed = mine == nullptr;
            const bool comparable = about_permission(refused) && about_permission(mine);
            if (allowed != (refused == nullptr) && comparable)
                scene_.checks.fail("a page foretells another answer than the daemon gives",
                                   device->name() + ": " + std::string(sync::name(command)) +
                                       (allowed ? " refused there" : " accepted there"));
        }
    }
}

void World::run(const std::vector<Op>& ops) {
    for (const Op& op : ops) {
        if (violation()) return;
        step(op);
    }
    if (!violation()) come_to_rest();
    if (!violation()) last_checks();
}

}  // namespace ensemble::simulation
