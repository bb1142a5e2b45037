// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "daemon/net/server.h"

namespace ensemble::tests {

// A real core thread.
class CoreThread final : public http::Core {
public:
    CoreThread();
    ~CoreThread() override;

    void post(std::function<void()> task) override;
    // Runs what was posted, then drops everything that comes.
    void stop();
    bool is_here() const { return std::this_thread::get_id() == thread_.get_id(); }

private:
    void run();

    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<std::function<void()>> tasks_;
    bool stopped_ = false;
    std::thread thread_;
};

// What one thread tells another once.
template <class T>
class Told {
public:
    void tell(T value) {
        const std::lock_guard lock(mutex_);
        value_ = std::move(value);
        told_ = true;
        came_.notify_all();
    }
    T wait() {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [this] { return told_; });
        return value_;
    }

private:
    std::mutex mutex_;
    std::condition_variable came_;
    bool told_ = false;
    T value_{};
};

// A server on a free port of the loopback with the routes of a test.
class House {
public:
    explicit House(std::vector<http::Route> routes, net::ServerOptions options = {});
    ~House();

    std::uint16_t port() const { return server_->port(); }
    net::Server& server() { return *server_; }
    CoreThread& core() { return core_; }

private:
    http::Router router_;
    CoreThread core_;
    std::unique_ptr<net::Server> server_;
};

http::Route route(std::string method, std::string pattern, http::Handler handler,
                  http::Where where = http::Where::core, std::uint64_t body_bytes_max = 0);

// Answers with the text.
http::Handler saying(std::string text);
// Answers with the request's body.
http::Handler echo();

}  // namespace ensemble::tests
