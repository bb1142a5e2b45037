// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "daemon/http/core.h"
#include "shared/base/result.h"

namespace ensemble {

// The one thread that owns everything behind the doors. It works in rounds: take the tasks that
// wait, run them, make what they wrote durable with one commit, then release what they hold back
// with `after_commit`. So acknowledged means durable, and many requests share one disk sync.
class CoreThread final : public http::Core {
public:
    struct Round {
        std::function<Result<void>()> commit;
        // After the commit, once a round: may send. Gives the milliseconds until it wants to be
        // called again without a task, or -1.
        std::function<std::int64_t()> published;
        // When nothing waits: a bounded piece of background work; false when there is none left.
        std::function<bool()> idle;
    };

    ~CoreThread() override { stop(); }

    void start(Round round);
    // Runs what was posted before, then ends the thread. Later posts are dropped.
    void stop();

    void post(std::function<void()> task) override;  // any thread

    // On the core thread only: called after this round's commit with whether it succeeded.
    void after_commit(std::function<void(const Result<void>&)> release);

private:
    void run();
    void finish_round();

    Round round_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> tasks_;
    bool stopping_ = false;
    std::vector<std::function<void(const Result<void>&)>> held_;
    std::thread thread_;
};

}  // namespace ensemble
