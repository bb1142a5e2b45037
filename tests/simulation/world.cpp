// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/world.h"

#include <algorithm>
#include <utility>

#include "tests/simulation/intents.h"

namespace ensemble::simulation {

using records::Kind;
using records::ScopeKind;

namespace {

constexpr std::int64_t hour_ms = 3'600'000;

std::string at(Instant now) {
    const std::int64_t ms = now.ms - 1'700'000'000'000;
    return "t=" + std::to_string(ms / 1000) + "." + std::to_string(ms / 100 % 10) + " s  ";
}

}  // namespace

void Scene::keep(const std::string& line) const {
    story->push_back(at(now) + line);
}

World::World(const Setting& setting, const MakeBacking& backing, std::vector<std::string>* story)
    : scene_{.setting = setting, .story = story}, host_(scene_, backing(setting)),
      forger_(scene_, host_) {
    Prng prng(setting.seed + 5);
    for (std::uint32_t i = 0; i < setting.devices; ++i) {
        const std::uint32_t person = i < setting.people ? i : prng.below(setting.people);
        devices_.push_back(std::make_unique<Device>(scene_, host_, i, UserId{1 + person}));
    }
}

std::string World::command_id(Prng& prng) {
    return "c" + std::to_string(prng.next() >> 12);
}

// What a person in a tab thinks of.
void World::act(Device& device, Prng& prng) {
    if (!device.open()) return;
    const std::size_t tab = prng.chance(25) ? prng.index(device.tab_count()) : 0;
    const sync::Replica& replica = device.replica(tab);
    auto command = choose_command(replica.view(), scene_.setting.commands, prng);
    // What is foretold to be refused people mostly do not ask for.
    for (int tries = 0; tries < 4 && prng.chance(85); ++tries) {
        if (std::holds_alternative<records::Accepted>(replica.foretell(command, device.now())))
            break;
        command = choose_command(replica.view(), scene_.setting.commands, prng);
    }
    device.act(tab, std::move(command), command_id(prng));
}

void World::look(Device& device, Prng& prng) {
    if (!device.open()) return;
    const std::vector<Scope> before(device.looking().begin(), device.looking().end());
    if (!before.empty() && prng.chance(45)) return device.look(prng.pick(before), false);
    std::vector<ProjectId> projects;
    device.leader().view().each(Kind::project, [&](const Row& row) {
        projects.push_back(std::get<records::Project>(row).id);
    });
    const ProjectId id =
        projects.empty() || prng.chance(5) ? ProjectId{201 + prng.below(5)} : prng.pick(projects);
    device.look({ScopeKind::runs, id.value}, true);
}

void World::deliver_up(Prng& prng) {
    std::vector<std::shared_ptr<Link>> ready;
    for (const auto& link : scene_.links)
        if (link->daemon_open && !link->up.empty()) ready.push_back(link);
    if (!ready.empty() && host_.up()) {
        const auto link = prng.pick(ready);
        for (std::uint32_t n = 1 + prng.below(4); n > 0 && host_.deliver(*link); --n)
            ;
    }
    if (prng.chance(80)) host_.flush(false, prng.chance(25));
}

void World::deliver_down(Prng& prng) {
    std::vector<Device*> ready;
    for (const auto& device : devices_)
        if (device->connected() && !device->link()->down.empty() && !device->link()->slow)
            ready.push_back(device.get());
    if (ready.empty()) return;
    Device& device = *prng.pick(ready);
    for (std::uint32_t n = 1 + prng.below(4); n > 0 && device.take(); --n)
        ;
}

void World::wait(Prng& prng) {
    constexpr std::int64_t longest_hours[] = {1, 24, 24 * 8, 24 * 31, 24 * 100};
    const std::int64_t hours = longest_hours[prng.index(std::size(longest_hours))];
    scene_.now.ms += 1'000 + static_cast<std::int64_t>(prng.next() %
                                                       static_cast<std::uint64_t>(hours * hour_ms));
    scene_.tell("time goes by");
}

void World::cut(Prng& prng) {
    std::vector<Device*> connected;
    for (const auto& device : devices_)
        if (device->connected()) connected.push_back(device.get());
    if (connected.empty()) return;
    // A partition takes several at once.
    const std::size_t count = prng.chance(20) ? connected.size() : 1;
    const std::size_t first = prng.index(connected.size());
    for (std::size_t i = 0; i < count; ++i) {
        Device& device = *connected[(first + i) % connected.size()];
        const std::shared_ptr<Link> link = device.link();
        const std::uint32_t how = prng.below(3);
        scene_.tell(device.name(), how == 0   ? ": the connection breaks"
                                   : how == 1 ? ": the page gives up the connection"
                                              : ": the daemon gives up the connection");
        if (how != 2) device.lose_connection();
        if (how != 1) host_.close(*link);
    }
}

// Harsher than any socket: frames of one connection go astray. It is cut in the end.
void World::garble(Prng& prng) {
    std::vector<std::shared_ptr<Link>> ready;
    for (const auto& link : scene_.links)
        if (!link->hostile && link->page_open && (!link->up.empty() || !link->down.empty()))
            ready.push_back(link);
    if (ready.empty()) return;
    Link& link = *prng.pick(ready);
    const std::uint32_t how = prng.below(3);
    const auto spoil = [&](auto& frames) {
        if (frames.empty()) return;
        const std::size_t at = prng.index(frames.size());
        const auto place = frames.begin() + static_cast<std::ptrdiff_t>(at);
        if (how == 0) {
            frames.erase(place);
        } else if (how == 1) {
            const auto twice = frames[at];
            frames.insert(place, twice);
        } else if (at + 1 < frames.size()) {
            std::swap(frames[at], frames[at + 1]);
        }
    };
    link.torn = true;
    scene_.tell("connection ", link.number + 1,
                how == 0   ? " loses a frame"
                : how == 1 ? " brings a frame twice"
                           : " brings frames in another order");
    if (prng.chance(70))
        spoil(link.down);
    else
        spoil(link.up);
}

records::State World::everything() const {
    records::State all;
    for (const auto& [key, row] : scene_.checks.history().now())
        all.put(row);
    return all;
}

// An admin's script, or anybody's, with a key.
void World::script(Prng& prng) {
    if (!host_.up()) return;
    const UserId who{prng.chance(60) ? 1 : 1 + prng.below(scene_.setting.people)};
    const auto state = everything();
    auto command = choose_command(state, scene_.setting.commands, prng);
    const std::string id = command_id(prng);
    scene_.tell("a script of user ", who.value, ": ", sync::name(command), " ", id);
    sync::Authority::Origin origin;
    origin.asker.user = who;
    (void)host_.authority().submit(origin, std::move(command), id, scene_.now);
    if (prng.chance(80)) host_.flush(false, true);
}

// What the daemon does by itself: somebody signs up.
void World::operate(Prng& prng) {
    if (!host_.up()) return;
    const UserId user{host_.authority().version() + 5'000};
    const TeamId personal{user.value + 100'000};
    const std::string name = "guest-" + std::to_string(user.value);
    sync::Decided event{.at = scene_.now, .actor = user, .event = "user_added"};
    event.changes.put = {
        records::User{.id = user,
                      .name = name,
                      .admin = prng.chance(10),
                      .personal_team = personal,
                      .created_at = scene_.now},
        records::Account{.user = user, .default_team = personal},
        records::Team{.id = personal, .name = name, .owner = user, .created_at = scene_.now},
        records::Member{.team = personal,
                        .user = user,
                        .role = {permissions::Role::admin, {}},
                        .joined_at = scene_.now,
                        .changed = {user, scene_.now}}};
    scene_.tell(name, " signs up");
    (void)host_.authority().record(std::move(event));
    if (prng.chance(80)) host_.flush(false, true);
}

void World::sweep_links() {
    std::erase_if(scene_.links, [&](const std::shared_ptr<Link>& link) {
        const bool over = !link->page_open && (!link->daemon_open || !host_.up());
        if (!over) return false;
        scene_.digest.add(static_cast<std::int64_t>(link->digest.value()));
        link->session.reset();  // each holds the other
        return true;
    });
}

void World::step(const Op& op) {
    scene_.now.ms += op.later_ms;
    Prng prng(op.chance);
    Device& device = *devices_[op.who % devices_.size()];
    switch (op.step) {
    case Step::act:
        act(device, prng);
        break;
    case Step::deliver_up:
        deliver_up(prng);
        break;
    case Step::deliver_down:
        deliver_down(prng);
        break;
    case Step::disk:
        for (std::uint32_t n = 1 + prng.below(4); n > 0 && device.finish_write(); --n)
            ;
        break;
    case Step::channel:
        for (std::uint32_t n = 1 + prng.below(4); n > 0 && device.hear(); --n)
            ;
        break;
    case Step::connect:
        if (device.may_connect()) device.connect();
        break;
    case Step::subscribe:
        look(device, prng);
        break;
    case Step::dismiss:
        if (device.open()) device.dismiss(prng.below(100));
        break;
    case Step::wait:
        wait(prng);
        break;
    case Step::cut:
        cut(prng);
        break;
    case Step::garble:
        garble(prng);
        break;
    case Step::leave:
        device.close_leader(prng.below(4));
        break;
    case Step::open_tab:
        if (device.tab_count() < 3) device.open_tab();
        break;
    case Step::power_loss:
        device.lose_power(prng.below(4));
        break;
    case Step::evict:
        if (device.open()) device.evict();
        break;
    case Step::clock_jump:
        device.set_clock((std::int64_t{prng.below(20'000)} - 10'000) * hour_ms);
        break;
    case Step::switch_user:
        if (device.open()) device.switch_user({1 + prng.below(scene_.setting.people)});
        break;
    case Step::slow:
        if (device.connected()) device.link()->slow = prng.chance(60);
        break;
    case Step::crash:
        if (host_.up()) scene_.tell("the daemon crashes");
        host_.crash();
        if (prng.chance(50)) host_.start();
        break;
    case Step::crash_in_commit:
        host_.meet(prng.chance(50) ? WatchedLedger::Fate::die_before
                                   : WatchedLedger::Fate::die_after);
        break;
    case Step::disk_full:
        host_.meet(WatchedLedger::Fate::disk_full);
        break;
    case Step::start:
        if (!host_.up()) scene_.tell("the daemon starts");
        host_.start();
        break;
    case Step::back_up:
        scene_.tell("a backup is made");
        host_.back_up();
        break;
    case Step::restore:
        scene_.tell("the backup is restored");
        host_.restore();
        break;
    case Step::forget:
        scene_.tell("the daemon starts again and forgets old tombstones");
        host_.forget(prng.below(6));
        break;
    case Step::script:
        script(prng);
        break;
    case Step::operate:
        operate(prng);
        break;
    case Step::sign_out:
        if (!host_.up()) break;
        scene_.tell("user ", device.user().value, " is signed out everywhere");
        host_.sessions().signed_out(device.user(), "");
        break;
    case Step::forge:
        forger_.act(prng);
        break;
    }
    host_.bury();
    sweep_links();
}

std::uint64_t World::transcript() const {
    Digest digest = scene_.digest;
    for (const auto& link : scene_.links)
        digest.add(static_cast<std::int64_t>(link->digest.value()));
    for (const auto& [key, row] : scene_.checks.history().now())
        digest.add(row);
    return digest.value();
}

}  // namespace ensemble::simulation
