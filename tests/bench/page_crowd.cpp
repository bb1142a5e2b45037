// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/page_crowd.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "shared/protocol/messages.h"

namespace ensemble::bench {

namespace {

constexpr double backoff_first_s = 0.2, backoff_max_s = 30, opening_s = 10, settled_s = 5;

Clock::duration seconds(double value) {
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(value));
}

Instant wall_clock() {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

std::string hex(std::uint64_t value) {
    std::array<char, 33> digits{};
    std::snprintf(digits.data(), digits.size(), "%016llx%016llx",
                  static_cast<unsigned long long>(value * 0x9e3779b97f4a7c15),
                  static_cast<unsigned long long>(value));
    return digits.data();
}

}  // namespace

std::optional<std::int64_t> number_after(std::string_view text, std::string_view name,
                                         std::size_t from) {
    const std::string wanted = "\"" + std::string(name) + "\":";
    const std::size_t at = text.find(wanted, from);
    if (at == std::string_view::npos) return std::nullopt;
    return std::strtoll(text.data() + at + wanted.size(), nullptr, 10);
}

// Ids of commands must not be those of a crowd before.
Crowd::Crowd(std::uint16_t port)
    : port_(port), epoll_(::epoll_create1(0)),
      dice_(static_cast<std::uint64_t>(Clock::now().time_since_epoch().count()) | 1) {}

Crowd::~Crowd() {
    ::close(epoll_);
}

Page& Crowd::add(const Person& person, bool whole) {
    auto page = std::make_unique<Page>();
    page->number = pages_.size();
    page->person = person;
    page->client = hex(static_cast<std::uint64_t>(wall_clock().ms) << 20 | page->number);
    if (whole)
        page->replica = std::make_unique<sync::Replica>(
            sync::Replica::Options{.client = page->client, .device = page->client});
    pages_.push_back(std::move(page));
    return *pages_.back();
}

void Crowd::watch(Page& page, bool fresh) {
    const bool writing = page.wire->wants_to_write();
    if (!fresh && writing == page.watched_for_writing) return;
    page.watched_for_writing = writing;
    epoll_event event{};
    event.events = EPOLLIN | (writing ? EPOLLOUT : 0u);
    event.data.ptr = &page;
    ::epoll_ctl(epoll_, fresh ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, page.wire->descriptor(), &event);
}

void Crowd::connect(Page& page) {
    page.wire = std::make_unique<SocketWire>(port_, page.person.cookie);
    page.counted = false;
    const std::uint64_t turn = ++page.turn;
    watch(page, true);
    later(opening_s, [this, &page, turn] {
        if (page.turn == turn && !page.greeted) cut(page);
    });
    if (page.replica != nullptr) return perform(page, page.replica->connected());
    sync::Hello hello{.client = page.client, .device = page.client, .epoch = page.epoch};
    for (const auto& [scope, version] : page.positions)
        hello.positions.push_back({*records::scope(scope), version});
    send(page, hello);
}

void Crowd::send(Page& page, const sync::FromPage& message) {
    if (page.wire == nullptr) return;
    for (const std::string& frame : protocol::frames(message))
        page.wire->send(frame);
    watch(page, false);
}

void Crowd::act(Page& page, const sync::Command& command) {
    const std::string id = hex(dice_ += 0x9e3779b97f4a7c15);
    if (page.replica != nullptr) {
        perform(page, page.replica->act(command, id, wall_clock()).effects);
        return;
    }
    sync::Push push;
    push.commands.push_back({++page.sent_seq, id, command, wall_clock()});
    send(page, push);
}

void Crowd::greet(Page& page) {
    page.greeted = true;
    page.greeted_at = Clock::now();
    ++greeted_;
}

void Crowd::drop(Page& page) {
    if (page.wire != nullptr) over_.push_back(std::move(page.wire));
    ++page.turn;
    if (page.greeted) --greeted_;
    page.greeted = false;
    if (page.replica != nullptr) page.replica->disconnected();
}

void Crowd::come_back(Page& page, std::int64_t least_ms) {
    dice_ ^= dice_ << 13;
    dice_ ^= dice_ >> 7;
    dice_ ^= dice_ << 17;
    const double random = static_cast<double>(dice_ >> 11) / 9007199254740992.0;
    const double ceiling = std::min(
        backoff_max_s, backoff_first_s * static_cast<double>(1u << std::min(page.backoff, 20)));
    ++page.backoff;
    const std::uint64_t turn = page.turn;
    later(static_cast<double>(least_ms) / 1000 + ceiling * random, [this, &page, turn] {
        if (page.turn == turn && page.wire == nullptr) connect(page);
    });
}

void Crowd::cut(Page& page) {
    if (page.greeted && Clock::now() - page.greeted_at >= seconds(settled_s)) page.backoff = 0;
    drop(page);
    if (lost) lost(page);
    come_back(page, 0);
}

void Crowd::perform(Page& page, sync::Effects effects) {
    for (sync::Effect& effect : effects) {
        if (auto* message = std::get_if<sync::Send>(&effect)) {
            send(page, message->message);
        } else if (auto* store = std::get_if<sync::Store>(&effect)) {
            perform(page, page.replica->stored(store->ticket));
        } else if (auto* reconnect = std::get_if<sync::Reconnect>(&effect)) {
            drop(page);
            come_back(page, reconnect->wait_ms);
        }
        performed_.push_back(std::move(effect));
    }
}

void Crowd::take(Page& page, std::string_view frame) {
    performed_.clear();
    if (page.replica != nullptr) {
        auto message = protocol::decode_from_daemon(frame);
        if (!message) {
            std::fprintf(stderr, "%s\n", message.error().detail.c_str());
            std::exit(3);
        }
        perform(page, page.replica->receive(*std::move(message)));
        if (page.replica->greeted() && !page.greeted) greet(page);
    } else {
        take_light(page, frame);
    }
    if (heard) heard(page, frame, performed_);
}

// The daemon writes the fields of a scope's patch in one order, `scope` first.
void Crowd::take_light(Page& page, std::string_view frame) {
    if (frame.find("\"t\":\"hello_ok\"") == 1) {
        const std::size_t epoch = frame.find("\"epoch\":\"") + 9;
        page.epoch = frame.substr(epoch, frame.find('"', epoch) - epoch);
        page.sent_seq = page.last_seq = number_after(frame, "last_seq").value_or(0);
        return greet(page);
    }
    if (frame.find("\"t\":\"bye\"") == 1) {
        const std::int64_t wait_ms = number_after(frame, "retry_after_ms").value_or(0);
        drop(page);
        return come_back(page, wait_ms);
    }
    constexpr std::string_view scope_key = "{\"scope\":\"";
    for (std::size_t at = frame.find(scope_key); at != std::string_view::npos;
         at = frame.find(scope_key, at)) {
        at += scope_key.size();
        const std::size_t end = frame.find('"', at);
        const std::string_view scope = frame.substr(at, end - at);
        if (frame.substr(end, 10) == "\",\"reason\"") {
            page.positions.erase(std::string(scope));
        } else {
            page.positions[std::string(scope)] = number_after(frame, "to", end).value_or(0);
        }
        at = end;
    }
    const std::size_t tail = frame.rfind("\"last_seq\":");
    if (tail != std::string_view::npos)
        page.last_seq = number_after(frame, "last_seq", tail).value_or(0);
}

void Crowd::later(double wait_s, std::function<void()> act) {
    timers_.emplace(Clock::now() + seconds(wait_s), std::move(act));
}

// A few at a time: what has come on the sockets meanwhile is not to wait for all of them.
void Crowd::fire_timers() {
    constexpr int at_once = 8;
    for (int i = 0; i < at_once; ++i) {
        if (timers_.empty() || timers_.begin()->first > Clock::now()) return;
        const auto act = std::move(timers_.begin()->second);
        timers_.erase(timers_.begin());
        act();
    }
}

bool Crowd::run(const std::function<bool()>& done, double limit_s) {
    const auto end = Clock::now() + seconds(limit_s);
    std::array<epoll_event, 64> events{};
    while (!done()) {
        if (Clock::now() > end) return false;
        const bool hurry = !timers_.empty() && timers_.begin()->first <= Clock::now();
        const int count = ::epoll_wait(epoll_, events.data(), events.size(), hurry ? 0 : 1);
        for (int i = 0; i < count; ++i) {
            const epoll_event& event = events[static_cast<std::size_t>(i)];
            Page& page = *static_cast<Page*>(event.data.ptr);
            if (page.wire == nullptr) continue;
            const std::uint64_t turn = page.turn;
            const bool broken = (event.events & (EPOLLERR | EPOLLHUP)) != 0;
            // A frame may end the connection that it came on: it lives until it was taken.
            const bool alive =
                page.wire->move(broken || (event.events & EPOLLIN) != 0,
                                (event.events & EPOLLOUT) != 0, [&](std::string_view frame) {
                                    if (page.turn == turn) take(page, frame);
                                });
            if (page.turn != turn) continue;
            if (page.wire->connected() && !std::exchange(page.counted, true)) ++page.attempts;
            if (!alive)
                cut(page);
            else
                watch(page, false);
        }
        over_.clear();
        fire_timers();
    }
    return true;
}

}  // namespace ensemble::bench
