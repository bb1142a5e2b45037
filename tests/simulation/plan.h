// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ensemble::simulation {

// One step of a schedule. Its chances are its own, so that a step means the same when others are
// left out. What it names is taken modulo what there is; it does nothing when there is none.
enum class Step : std::uint8_t {
    act,              // a person asks for something in a tab
    deliver_up,       // frames reach the daemon
    deliver_down,     // frames reach a page
    disk,             // a page's disk finishes some writes
    channel,          // tabs hear what the leading one wrote
    connect,          // a page opens a connection
    subscribe,        // a page looks at the runs of a project, or away from them
    dismiss,          // a person reads a refusal
    wait,             // time goes by
    cut,              // a connection breaks: for both ends, or for one of them
    garble,           // a frame is lost, comes twice or overtakes; the connection breaks later
    leave,            // a leading tab is closed; another one leads
    open_tab,         // one more tab
    power_loss,       // a device loses what its disk had not finished
    evict,            // a browser throws away what it kept
    clock_jump,       // a device's clock is set
    switch_user,      // somebody else signs in on a device
    slow,             // a page takes nothing for a while, or again
    crash,            // the daemon dies
    crash_in_commit,  // the daemon dies just before or just after its next commit is safe
    disk_full,        // the daemon cannot store its next commit
    start,            // the daemon starts again
    back_up,          // the daemon's data are copied
    restore,          // the newest copy takes their place
    forget,           // the daemon forgets old tombstones as it starts
    script,           // an admin's script sends a command
    operate,          // the daemon changes rows by itself, for its operator
    sign_out,         // somebody is signed out everywhere
    forge,            // a hostile client sends what it likes
};
inline constexpr std::size_t step_count = 29;

std::string_view name(Step step);

struct Op {
    Step step = Step::act;
    std::uint32_t who = 0;
    std::uint64_t chance = 0;
    std::uint32_t later_ms = 0;  // before it happens
};

// The world in which the steps happen, and how long it is.
struct Setting {
    std::uint64_t seed = 0;
    std::uint32_t people = 3;
    std::uint32_t devices = 3;
    std::uint32_t teams = 1;
    std::uint32_t projects = 3;
    std::uint32_t runs = 4;
    std::uint64_t commands = ~std::uint64_t{0};  // a bit for each kind that people may ask for
    bool as_text = false;                        // messages go through their text form
    bool on_sqlite = false;
};

struct Schedule {
    Setting setting;
    std::vector<Op> ops;
};

// Swarm testing: each seed enables some faults and some commands and forgets the others.
Schedule plan(std::uint64_t seed, std::size_t steps);

// One line for the setting, one for each op. The other way round: nullopt when it is no schedule.
std::string to_text(const Schedule& schedule);
std::optional<Schedule> parse_schedule(std::string_view text);

}  // namespace ensemble::simulation
