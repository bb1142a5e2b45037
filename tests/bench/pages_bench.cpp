// SPDX-License-Identifier: Apache-2.0
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shared/protocol/rows.h"
#include "tests/bench/page_crowd.h"

// Very many pages against a running daemon, one JSON line of figures a mode:
//   bench_pages <port> <world> <mode> <pages> <whole> <rounds>
// `world` is what bench_world printed; the first `whole` pages keep replicas, the rest is light.
namespace ensemble::bench {

namespace {

struct World {
    std::uint16_t port = 0;
    TeamId team;
    ProjectId project;
    std::vector<Person> people;
    std::size_t pages = 0;
    std::size_t whole = 0;
    int rounds = 0;
};

double ms_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double part(std::vector<double>& values, double of) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    const auto at = static_cast<std::size_t>(static_cast<double>(values.size()) * of);
    return values[std::min(at, values.size() - 1)];
}

void print_waits(const char* name, std::vector<double>& waits_ms) {
    std::printf("\"%s\":%zu,\"p50_ms\":%.2f,\"p95_ms\":%.2f,\"p99_ms\":%.2f,\"worst_ms\":%.2f",
                name, waits_ms.size(), part(waits_ms, 0.5), part(waits_ms, 0.95),
                part(waits_ms, 0.99), part(waits_ms, 1));
}

[[noreturn]] void give_up(const char* what) {
    std::fprintf(stderr, "%s\n", what);
    std::exit(4);
}

std::int64_t version(const Page& page, records::Scope scope) {
    if (page.replica != nullptr) return page.replica->version(scope);
    const auto found = page.positions.find(records::text(scope));
    return found != page.positions.end() ? found->second : 0;
}

class Measuring {
public:
    explicit Measuring(World world) : world_(std::move(world)), crowd_(world_.port) {
        for (std::size_t i = 0; i < world_.pages; ++i)
            crowd_.add(world_.people[i % world_.people.size()], i < world_.whole);
    }

    int run(std::string_view mode) {
        if (mode == "spread") return spread();
        if (mode == "push") return push();
        if (mode == "revoke") return revoke();
        if (mode == "resume") return resume();
        if (mode == "idle") return idle();
        if (mode == "restart") return storm(false);
        if (mode == "cut") return storm(true);
        give_up("no such mode");
    }

private:
    records::Scope team() const { return {records::ScopeKind::team, world_.team.value}; }
    Page& admin() { return *crowd_.pages().front(); }

    // A few hundred at a time, so that the beginning itself is no storm.
    void connect_all() {
        constexpr std::size_t at_once = 200;
        auto& pages = crowd_.pages();
        for (std::size_t i = 0; i < pages.size(); ++i) {
            crowd_.connect(*pages[i]);
            if ((i + 1) % at_once != 0 && i + 1 != pages.size()) continue;
            const bool ready = crowd_.run(
                [&] {
                    return std::all_of(
                        pages.begin(), pages.begin() + static_cast<long>(i) + 1,
                        [&](const auto& page) { return version(*page, team()) > 0; });
                },
                120);
            if (!ready) give_up("not everybody came in");
        }
        for (const auto& page : pages)
            page->attempts = 0;
    }

    void pause(double wait_s) {
        bool over = false;
        crowd_.later(wait_s, [&] { over = true; });
        crowd_.run([&] { return over; }, wait_s + 1);
    }

    // Somebody's role goes up or down: a row of the scope that all of them have.
    void change_team(int round) {
        const auto user =
            world_.people[1 + static_cast<std::size_t>(round) % (world_.people.size() - 1)].user;
        const auto now = admin().replica->view().member(world_.team, {user})->role.base;
        const auto role =
            now == records::Role::member ? records::Role::view_only : records::Role::member;
        changed_.insert(user);
        crowd_.act(admin(), teams::ChangeRole{world_.team, {user}, {role, {}}});
    }

    int spread() {
        connect_all();
        std::vector<double> arrived_ms;
        std::vector<std::int64_t> had(world_.pages, 0);
        std::size_t missing = 0;
        Clock::time_point start;
        crowd_.heard = [&](Page& page, std::string_view, const sync::Effects&) {
            if (version(page, team()) <= had[page.number]) return;
            had[page.number] = version(page, team());
            if (page.number == 0) return;
            arrived_ms.push_back(ms_since(start));
            --missing;
        };
        for (const auto& page : crowd_.pages())
            had[page->number] = version(*page, team());
        for (int round = 0; round < world_.rounds; ++round) {
            missing = world_.pages - 1;
            start = Clock::now();
            change_team(round);
            if (!crowd_.run([&] { return missing == 0; }, 20)) give_up("a change got lost");
            pause(0.02);
        }
        std::printf("{\"pages\":%zu,\"whole\":%zu,\"commits\":%d,", world_.pages, world_.whole,
                    world_.rounds);
        print_waits("arrivals", arrived_ms);
        std::printf("}\n");
        return 0;
    }

    // Every page sends its next command when it has the outcome of the one before; only its own
    // user sees what it changes.
    int push() {
        connect_all();
        std::vector<double> waits_ms;
        std::vector<Clock::time_point> sent(world_.pages);
        std::vector<int> left(world_.pages, world_.rounds);
        std::size_t busy = world_.pages;
        const auto next = [&](Page& page) {
            const bool on = left[page.number] % 2 == 0;
            const std::int64_t tab = static_cast<std::int64_t>(page.number / world_.people.size());
            sent[page.number] = Clock::now();
            crowd_.act(page, projects::StarProject{{world_.project.value + tab}, on});
        };
        crowd_.heard = [&](Page& page, std::string_view, const sync::Effects&) {
            if (left[page.number] == 0 || page.last_seq < page.sent_seq) return;
            waits_ms.push_back(ms_since(sent[page.number]));
            if (--left[page.number] > 0) return next(page);
            --busy;
        };
        const auto start = Clock::now();
        for (const auto& page : crowd_.pages())
            next(*page);
        if (!crowd_.run([&] { return busy == 0; }, 300)) give_up("outcomes got lost");
        const double took_s = ms_since(start) / 1000;
        std::printf("{\"pages\":%zu,\"commands_per_s\":%.0f,", world_.pages,
                    static_cast<double>(waits_ms.size()) / took_s);
        print_waits("commands", waits_ms);
        std::printf("}\n");
        return 0;
    }

    int revoke() {
        connect_all();
        std::vector<double> purged_ms;
        bool purged = false;
        std::size_t target = 0;
        crowd_.heard = [&](Page& page, std::string_view, const sync::Effects& effects) {
            if (page.number != target) return;
            for (const sync::Effect& effect : effects) {
                const auto* purge = std::get_if<sync::Purge>(&effect);
                if (purge != nullptr && purge->scope == team()) purged = true;
            }
        };
        for (int round = 0; round < world_.rounds; ++round) {
            target = 1 + static_cast<std::size_t>(round);
            if (target >= world_.whole) give_up("revoking needs whole pages");
            purged = false;
            const auto start = Clock::now();
            crowd_.act(admin(),
                       teams::RemoveMember{world_.team, {crowd_.pages()[target]->person.user}});
            if (!crowd_.run([&] { return purged; }, 20)) give_up("not purged");
            purged_ms.push_back(ms_since(start));
            pause(0.01);
        }
        std::printf("{\"pages\":%zu,", world_.pages);
        print_waits("revoked", purged_ms);
        std::printf("}\n");
        return 0;
    }

    // Off, then some changes, then on again: what comes over the wire.
    int resume() {
        connect_all();
        Page& page = *crowd_.pages().back();
        const auto leave = [&] {
            page.wire.reset();
            ++page.turn;
            page.greeted = false;
            page.replica->disconnected();
        };
        const auto come_back = [&](std::int64_t to) {
            crowd_.connect(page);
            const auto start = Clock::now();
            if (!crowd_.run([&] { return page.greeted && version(page, team()) >= to; }, 20))
                give_up("it did not come back");
            const double took_ms = ms_since(start);
            pause(0.1);
            std::printf("\"sent_bytes\":%zu,\"received_bytes\":%zu,\"ms\":%.2f",
                        page.wire->bytes_sent(), page.wire->bytes_received(), took_ms);
        };
        leave();
        std::size_t rows_bytes = 0;
        for (int round = 0; round < world_.rounds; ++round)
            change_team(round);
        crowd_.run([&] { return admin().replica->waiting() == 0; }, 60);
        const std::int64_t now_at = version(admin(), team());
        for (const std::int64_t user : changed_)
            rows_bytes += protocol::to_text(
                              records::Row(*admin().replica->view().member(world_.team, {user})))
                              .size();
        std::printf("{\"scopes\":%zu,\"rows\":%zu,\"changed\":%zu,\"changed_bytes\":%zu,",
                    page.replica->positions().size(), page.replica->confirmed().size(),
                    changed_.size(), rows_bytes);
        come_back(now_at);
        std::printf(",\"with_nothing_new\":{");
        leave();
        come_back(now_at);
        std::printf("}}\n");
        return 0;
    }

    int idle() {
        connect_all();
        std::printf("{\"pages\":%zu}\n", world_.pages);
        std::fflush(stdout);
        pause(static_cast<double>(world_.rounds));
        return 0;
    }

    // Everybody falls off at once: the daemon dies and is started again by whoever started this,
    // or all but the first `whole` lose their network. Those that are in ask for things meanwhile.
    int storm(bool cut) {
        connect_all();
        pause(6);  // older than a connection that may be one of many that end at once
        std::size_t fallen = 0;
        Clock::time_point first_fall{};
        crowd_.lost = [&](Page&) {
            if (fallen++ == 0) first_fall = Clock::now();
        };
        Asking asking(*this);
        std::printf("{\"ready\":%zu}\n", world_.pages);
        std::fflush(stdout);
        if (cut)
            for (std::size_t i = world_.whole; i < world_.pages; ++i)
                crowd_.cut(*crowd_.pages()[i]);
        asking.begin(cut);
        const std::size_t falling = cut ? world_.pages - world_.whole : world_.pages;
        if (!crowd_.run([&] { return fallen >= falling; }, 60)) give_up("nobody fell");
        Clock::time_point first_back{};
        const bool all_back = crowd_.run(
            [&] {
                if (first_back == Clock::time_point{} && crowd_.greeted() > 0)
                    first_back = Clock::now();
                return crowd_.greeted() == world_.pages;
            },
            120);
        if (!all_back) give_up("not everybody came back");
        const double fall_ms = ms_since(first_fall), back_ms = ms_since(first_back);
        asking.end();
        prove_all_listen();
        int most = 0;
        double attempts = 0;
        for (const auto& page : crowd_.pages()) {
            if (cut && page->number < world_.whole) continue;
            attempts += page->attempts;
            most = std::max(most, page->attempts);
        }
        std::printf("{\"pages\":%zu,\"all_back_after_fall_s\":%.2f,\"all_back_after_first_s\":%.2f,"
                    "\"attempts_each\":%.3f,\"attempts_most\":%d,",
                    world_.pages, fall_ms / 1000, back_ms / 1000,
                    attempts / static_cast<double>(falling), most);
        print_waits("asked", asking.waits_ms);
        std::printf("}\n");
        return 0;
    }

    // One page after the other among the whole ones asks for something, again and again.
    struct Asking {
        explicit Asking(Measuring& all) : measuring(all) {}

        void begin(bool at_once) {
            if (at_once)
                for (std::size_t i = 0; i < measuring.world_.whole; ++i)
                    ask(*measuring.crowd_.pages()[i]);
            measuring.crowd_.heard = [this](Page& page, std::string_view, const sync::Effects&) {
                if (over || page.replica == nullptr || !page.greeted) return;
                const auto found = since.find(page.number);
                if (found == since.end()) return ask(page);
                if (page.replica->waiting() > 0) return;
                waits_ms.push_back(ms_since(found->second));
                since.erase(found);
                measuring.crowd_.later(0.05, [this, &page] {
                    if (!over && page.greeted && since.count(page.number) == 0) ask(page);
                });
            };
        }
        void ask(Page& page) {
            since[page.number] = Clock::now();
            bool& on = stars[page.number];
            on = !on;
            measuring.crowd_.act(page, projects::StarProject{measuring.world_.project, on});
        }
        void end() {
            measuring.crowd_.run([this] { return since.empty(); }, 20);
            over = true;
        }

        Measuring& measuring;
        std::vector<double> waits_ms;
        std::map<std::size_t, Clock::time_point> since;
        std::map<std::size_t, bool> stars;
        bool over = false;
    };

    void prove_all_listen() {
        const std::int64_t before = version(admin(), team());
        change_team(0);
        const bool told = crowd_.run(
            [&] {
                return std::all_of(
                    crowd_.pages().begin(), crowd_.pages().end(),
                    [&](const auto& page) { return version(*page, team()) > before; });
            },
            60);
        if (!told) give_up("somebody does not listen any more");
    }

    World world_;
    Crowd crowd_;
    std::set<std::int64_t> changed_;
};

}  // namespace

int run(int argc, char** argv) {
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (argc != 7) give_up("bench_pages <port> <world> <mode> <pages> <whole> <rounds>");
    World world{.port = static_cast<std::uint16_t>(std::atoi(argv[1])),
                .pages = static_cast<std::size_t>(std::atoll(argv[4])),
                .whole = static_cast<std::size_t>(std::atoll(argv[5])),
                .rounds = std::atoi(argv[6])};
    std::ifstream in(argv[2]);
    in >> world.team.value >> world.project.value;
    for (Person person; in >> person.user >> person.cookie;)
        world.people.push_back(person);
    if (world.people.size() < 2) give_up("there is nobody in this world");
    return Measuring(std::move(world)).run(argv[3]);
}

}  // namespace ensemble::bench

int main(int argc, char** argv) {
    return ensemble::bench::run(argc, argv);
}
