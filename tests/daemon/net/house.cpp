// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include <doctest/doctest.h>

#include <utility>

namespace ensemble::tests {

CoreThread::CoreThread() : thread_([this] { run(); }) {}

CoreThread::~CoreThread() {
    stop();
}

void CoreThread::post(std::function<void()> task) {
    {
        const std::lock_guard lock(mutex_);
        if (stopped_) return;
        tasks_.push_back(std::move(task));
    }
    came_.notify_one();
}

void CoreThread::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    came_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void CoreThread::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        came_.wait(lock, [this] { return stopped_ || !tasks_.empty(); });
        if (tasks_.empty()) return;
        std::deque<std::function<void()>> round = std::exchange(tasks_, {});
        lock.unlock();
        for (auto& task : round)
            std::exchange(task, nullptr)();
        lock.lock();
    }
}

House::House(std::vector<http::Route> routes, net::ServerOptions options) {
    for (http::Route& one : routes)
        router_.add(std::move(one));
    auto opened = net::Server::open(std::move(options), router_, core_);
    REQUIRE(opened);
    server_ = std::move(*opened);
    server_->start();
}

House::~House() {
    server_->stop(0);
}

http::Route route(std::string method, std::string pattern, http::Handler handler, http::Where where,
                  std::uint64_t body_bytes_max) {
    http::Route out;
    out.method = std::move(method);
    out.pattern = std::move(pattern);
    out.where = where;
    out.body_bytes_max = body_bytes_max;
    out.handler = std::move(handler);
    return out;
}

http::Handler saying(std::string text) {
    return [text = std::move(text)](http::Request&&, const http::Reply& reply) {
        reply(http::text(200, text));
    };
}

http::Handler echo() {
    return [](http::Request&& request, const http::Reply& reply) {
        reply(http::text(200, std::move(request.body)));
    };
}

}  // namespace ensemble::tests
