// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace ensemble {

// One thread for slow work that touches nothing of the core: password hashing, backups.
class Background {
public:
    Background() : thread_([this] { run(); }) {}
    ~Background() { stop(); }

    void post(std::function<void()> task);
    // Finishes what was posted.
    void stop();

private:
    void run();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> tasks_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace ensemble
