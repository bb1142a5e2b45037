// SPDX-License-Identifier: Apache-2.0
#include "daemon/outbound/transfers.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <utility>

namespace ensemble::outbound {

namespace {

constexpr std::int64_t idle_ms = 60'000;
// The library sees that an answer of a mail server is overdue only when it is called.
constexpr std::int64_t watching_ms = 500;

CURLM* make_multi() {
    static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
    CURLM* const multi = once == CURLE_OK ? curl_multi_init() : nullptr;
    if (multi == nullptr) std::abort();  // only without memory
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 16L);
    return multi;
}

// Signals are for the main thread; a peer that is gone must not end the process.
void block_signals() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

Easy make_easy() {
    Easy easy(curl_easy_init());
    if (easy == nullptr) return easy;
    curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy.get(), CURLOPT_PROXY, "");
    curl_easy_setopt(easy.get(), CURLOPT_QUICK_EXIT, 1L);
    return easy;
}

Transfers::Transfers() : multi_(make_multi()), thread_([this] { run(); }) {}

Transfers::~Transfers() {
    stop();
    curl_multi_cleanup(multi_);
}

bool Transfers::post(Task task) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return false;
        posted_.push_back(std::move(task));
    }
    curl_multi_wakeup(multi_);
    return true;
}

void Transfers::at_stop(Task task) {
    const std::lock_guard lock(mutex_);
    at_stop_.push_back(std::move(task));
}

void Transfers::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    curl_multi_wakeup(multi_);
    if (thread_.joinable()) thread_.join();
}

void Transfers::start(Easy easy, Ended ended) {
    CURL* const handle = easy.get();
    running_.emplace(handle, Running{std::move(ended), std::move(easy)});
    curl_multi_add_handle(multi_, handle);
}

void Transfers::after(std::int64_t delay_ms, Task task) {
    later_.emplace(steady_ms() + delay_ms, std::move(task));
}

std::int64_t Transfers::steady_ms() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

void Transfers::run() {
    block_signals();
    while (run_posted()) {
        run_due();
        int left = 0;
        curl_multi_perform(multi_, &left);
        take_ended();
        curl_multi_poll(multi_, nullptr, 0, wait_ms(), nullptr);
    }
    end_all();
}

// False when it is time to stop.
bool Transfers::run_posted() {
    std::vector<Task> tasks;
    bool stopping = false;
    {
        const std::lock_guard lock(mutex_);
        tasks.swap(posted_);
        stopping = stopping_;
    }
    for (Task& task : tasks)
        std::exchange(task, nullptr)();
    return !stopping;
}

void Transfers::run_due() {
    const std::int64_t now_ms = steady_ms();
    while (!later_.empty() && later_.begin()->first <= now_ms) {
        const Task task = std::move(later_.begin()->second);
        later_.erase(later_.begin());
        task();
    }
}

void Transfers::take_ended() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        const CURLcode code = message->data.result;
        CURL* const handle = message->easy_handle;
        curl_multi_remove_handle(multi_, handle);
        auto node = running_.extract(handle);
        if (!node.empty()) node.mapped().ended(code);
    }
}

int Transfers::wait_ms() const {
    const std::int64_t most_ms = running_.empty() ? idle_ms : watching_ms;
    if (later_.empty()) return static_cast<int>(most_ms);
    return static_cast<int>(
        std::clamp<std::int64_t>(later_.begin()->first - steady_ms(), 0, most_ms));
}

void Transfers::end_all() {
    for (auto& [handle, one] : running_)
        curl_multi_remove_handle(multi_, handle);
    running_.clear();
    later_.clear();
    std::vector<Task> tasks;
    {
        const std::lock_guard lock(mutex_);
        tasks.swap(at_stop_);
    }
    for (const Task& task : tasks)
        task();
}

}  // namespace ensemble::outbound
