// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <unordered_set>
#include <vector>

namespace ensemble::net {

// Milliseconds of a clock that never jumps.
std::int64_t steady_ms();

// An open connection as the server sees it. Every function may be called from any thread and
// returns at once.
class Guest : public std::enable_shared_from_this<Guest> {
public:
    static constexpr std::int64_t never_ms = std::numeric_limits<std::int64_t>::max();

    virtual ~Guest() = default;
    virtual void expire() = 0;  // its deadline has passed
    virtual void leave() = 0;   // finish what runs, begin nothing new
    virtual void abort() = 0;   // close now

    std::int64_t deadline_ms() const { return deadline_ms_.load(std::memory_order_relaxed); }

protected:
    void set_deadline(std::int64_t at_ms) { deadline_ms_.store(at_ms, std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> deadline_ms_ = never_ms;
};

// All open connections. One sweep over the deadlines is far cheaper than a timer per read.
class Registry {
public:
    void add(Guest& guest);
    void remove(Guest& guest);
    std::size_t count() const;

    void sweep(std::int64_t now_ms);
    void leave_all();
    void abort_all();
    // Whether all had gone by then.
    bool wait_until_empty(std::int64_t patience_ms);

private:
    std::vector<std::shared_ptr<Guest>> all(std::int64_t deadline_until_ms) const;

    mutable std::mutex mutex_;
    std::condition_variable emptied_;
    std::unordered_set<Guest*> guests_;
};

}  // namespace ensemble::net
