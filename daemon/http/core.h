// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

namespace ensemble::http {

// The way from the network threads to the one thread that owns the data.
class Core {
public:
    virtual ~Core() = default;
    // Runs the task later on the core thread, in the order of posting. Any thread may call it; it
    // never runs the task itself and never throws. A core that has stopped destroys the task
    // without running it: the requests behind it are then answered with `unavailable`.
    virtual void post(std::function<void()> task) = 0;
};

}  // namespace ensemble::http
