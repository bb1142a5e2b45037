// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "daemon/sync/page_sessions.h"
#include "tests/simulation/checks.h"
#include "tests/simulation/digest.h"
#include "tests/simulation/plan.h"

namespace ensemble::simulation {

// One connection. What is in `up` and `down` is on its way; either end may be gone without the
// other one knowing.
struct Link {
    std::size_t number = 0;
    UserId user;
    bool hostile = false;
    bool page_open = true;
    bool daemon_open = true;
    bool slow = false;  // the page's end takes nothing
    bool torn = false;  // it lost a frame, and will break
    std::deque<sync::FromPage> up;
    std::deque<sync::FromDaemon> down;
    std::shared_ptr<sync::PageSessions::Session> session;
    Told told;
    Digest digest;
};

// What everybody in a schedule shares.
struct Scene {
    Setting setting;
    Instant now{1'700'000'000'000};
    Checks checks;
    std::vector<std::shared_ptr<Link>> links;
    std::size_t links_made = 0;
    Digest digest;
    std::optional<sync::Push> overheard;  // the last one that an honest page sent
    UserId overheard_user;
    std::vector<std::string>* story = nullptr;  // lines for a person; none are made without it

    // Words and numbers that make a line.
    template <class... Parts>
    void tell(const Parts&... parts) const {
        if (story == nullptr) return;
        std::string line;
        (append(line, parts), ...);
        keep(line);
    }

private:
    static void append(std::string& line, std::string_view words) { line += words; }
    template <class Number, class = std::enable_if_t<std::is_integral_v<Number>>>
    static void append(std::string& line, Number number) {
        line += std::to_string(number);
    }
    void keep(const std::string& line) const;
};

}  // namespace ensemble::simulation
