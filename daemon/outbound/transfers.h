// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <curl/curl.h>

namespace ensemble::outbound {

struct EasyEnd {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
using Easy = std::unique_ptr<CURL, EasyEnd>;

// A handle with what every transfer of ours wants: no signals, no proxies of the environment, no
// waiting for the name service when the transfer is over. nullptr when there is no memory.
Easy make_easy();

// One thread on which all transfers to the outside run side by side. Tasks must not block or throw.
class Transfers {
public:
    using Task = std::function<void()>;
    using Ended = std::function<void(CURLcode)>;

    Transfers();
    ~Transfers();  // stop()
    Transfers(const Transfers&) = delete;
    Transfers& operator=(const Transfers&) = delete;

    // Any thread: runs the task on the thread of the transfers, in the order of posting. False when
    // stopped: the task is gone then.
    bool post(Task task);
    // Any thread: runs at the stop, after everything that was posted, when no transfer runs any
    // more.
    void at_stop(Task task);
    // Breaks running transfers off without telling them, and returns when the thread is gone.
    void stop();

    // On the thread of the transfers only. The handle lives until `ended` has returned; at a stop
    // `ended` is destroyed without being called.
    void start(Easy easy, Ended ended);
    // The task is dropped at a stop.
    void after(std::int64_t delay_ms, Task task);

    static std::int64_t steady_ms();

private:
    // The handle goes first: what it writes to belongs to `ended`.
    struct Running {
        Ended ended;
        Easy easy;
    };

    void run();
    bool run_posted();
    void run_due();
    void take_ended();
    int wait_ms() const;
    void end_all();

    CURLM* multi_;
    std::map<CURL*, Running> running_;
    std::multimap<std::int64_t, Task> later_;  // by time, steady
    std::mutex mutex_;
    std::vector<Task> posted_;
    std::vector<Task> at_stop_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace ensemble::outbound
