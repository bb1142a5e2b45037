// SPDX-License-Identifier: Apache-2.0
#include "daemon/core_thread.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include <spdlog/spdlog.h>

namespace ensemble {

namespace {

constexpr std::size_t tasks_per_round_max = 256;

}  // namespace

void CoreThread::start(Round round) {
    round_ = std::move(round);
    thread_ = std::thread([this] { run(); });
}

void CoreThread::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void CoreThread::post(std::function<void()> task) {
    bool was_empty = false;
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return;
        was_empty = tasks_.empty();
        tasks_.push_back(std::move(task));
    }
    if (was_empty) wake_.notify_one();
}

void CoreThread::after_commit(std::function<void(const Result<void>&)> release) {
    held_.push_back(std::move(release));
}

void CoreThread::finish_round() {
    const Result<void> committed = round_.commit();
    std::vector<std::function<void(const Result<void>&)>> held = std::exchange(held_, {});
    for (const auto& release : held)
        release(committed);
}

void CoreThread::run() {
    std::vector<std::function<void()>> batch;
    bool more_idle_work = true;
    std::int64_t wait_ms = -1;
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            const auto something = [this] { return stopping_ || !tasks_.empty(); };
            if (!more_idle_work && wait_ms < 0) wake_.wait(lock, something);
            if (!more_idle_work && wait_ms >= 0)
                wake_.wait_for(lock, std::chrono::milliseconds(wait_ms), something);
            if (stopping_ && tasks_.empty()) return;
            const std::size_t count = std::min(tasks_.size(), tasks_per_round_max);
            for (std::size_t i = 0; i < count; ++i) {
                batch.push_back(std::move(tasks_.front()));
                tasks_.pop_front();
            }
        }
        for (auto& task : batch) {
            try {
                task();
            } catch (const std::exception& error) {
                // A bug, or no memory. The task's reply answers for itself when it is dropped.
                spdlog::error("a task failed: {}", error.what());
            }
        }
        const bool was_busy = !batch.empty();
        batch.clear();
        finish_round();
        wait_ms = round_.published();
        more_idle_work = was_busy || more_idle_work;
        if (!was_busy && more_idle_work) more_idle_work = round_.idle();
    }
}

}  // namespace ensemble
