// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "shared/base/result.h"

// A Unix socket in the data folder (mode 0600) through which the command line talks to a running
// daemon. One request and one answer a connection, each one line of text.
namespace ensemble::command {

class OperatorSocket {
public:
    // `serve` is called on the socket's own thread, one request after the other.
    using Serve = std::function<std::string(const std::string& request)>;
    static Result<std::unique_ptr<OperatorSocket>> open(const std::string& path, Serve serve);
    ~OperatorSocket();

private:
    OperatorSocket(int descriptor, int wake_read, int wake_write, std::string path, Serve serve);
    void run();
    void answer(int connection) const;

    int descriptor_;
    int wake_read_;
    int wake_write_;
    std::string path_;
    Serve serve_;
    std::thread thread_;
};

// Asks a running daemon. not_found when none listens there.
Result<std::string> ask(const std::string& path, const std::string& request);

}  // namespace ensemble::command
