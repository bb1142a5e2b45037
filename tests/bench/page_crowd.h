// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/sync/replica.h"
#include "tests/bench/socket_wire.h"

// Very many pages in one process, each on a connection of its own, which come back as a browser's
// page does (web/src/connection/link.ts).
namespace ensemble::bench {

using Clock = std::chrono::steady_clock;

struct Person {
    std::int64_t user = 0;
    std::string cookie;
};

// A whole page keeps a replica and does with it all that a browser does, its disk being memory. A
// light one only notes how far it is: that is all a crowd needs to know about its members.
struct Page {
    std::size_t number = 0;
    Person person;
    std::string client;
    std::unique_ptr<SocketWire> wire;
    std::unique_ptr<sync::Replica> replica;
    std::string epoch;
    std::map<std::string, std::int64_t, std::less<>> positions;
    std::int64_t last_seq = 0;
    std::int64_t sent_seq = 0;
    bool greeted = false;
    int backoff = 0;
    int attempts = 0;  // that reached the daemon
    bool counted = false;
    bool watched_for_writing = false;
    std::uint64_t turn = 0;  // of the connection: timers of earlier ones do nothing
    Clock::time_point greeted_at;
};

class Crowd {
public:
    explicit Crowd(std::uint16_t port);
    ~Crowd();
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

    Page& add(const Person& person, bool whole);
    void connect(Page& page);
    // Closes without a word; the page comes back after its back-off.
    void cut(Page& page);
    void send(Page& page, const sync::FromPage& message);
    // A whole page asks for something; a light one sends it under its next number.
    void act(Page& page, const sync::Command& command);

    // After a frame was taken, the effects of a whole page in hand.
    std::function<void(Page&, std::string_view frame, const sync::Effects&)> heard;
    std::function<void(Page&)> lost;

    // Serves all until `done`, or the time is over: false.
    bool run(const std::function<bool()>& done, double limit_s);
    void later(double wait_s, std::function<void()> act);

    std::vector<std::unique_ptr<Page>>& pages() { return pages_; }
    std::size_t greeted() const { return greeted_; }

private:
    void take(Page& page, std::string_view frame);
    void take_light(Page& page, std::string_view frame);
    void perform(Page& page, sync::Effects effects);
    void greet(Page& page);
    void drop(Page& page);
    void come_back(Page& page, std::int64_t least_ms);
    void watch(Page& page, bool fresh);
    void fire_timers();

    std::uint16_t port_;
    int epoll_ = -1;
    std::vector<std::unique_ptr<Page>> pages_;
    std::multimap<Clock::time_point, std::function<void()>> timers_;
    std::size_t greeted_ = 0;
    std::uint64_t dice_;
    sync::Effects performed_;
    std::vector<std::unique_ptr<SocketWire>> over_;  // until nothing runs in them any more
};

// Finds "name":number from `from` on.
std::optional<std::int64_t> number_after(std::string_view text, std::string_view name,
                                         std::size_t from = 0);

}  // namespace ensemble::bench
