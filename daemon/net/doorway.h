// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

namespace ensemble::net {

// Lets a few through at a time; the others wait in their order. When thousands of pages come at
// once, those that are in already wait for the few before them and not for the thousands. Any
// thread may call it.
class Doorway {
public:
    // Somebody is inside as long as this lives.
    using Pass = std::shared_ptr<const void>;
    using Enter = std::function<void(Pass)>;

    explicit Doorway(std::size_t inside_max) : inside_max_(inside_max) {}
    Doorway(const Doorway&) = delete;
    Doorway& operator=(const Doorway&) = delete;

    // Calls it now, or later on the thread that makes room. The doorway must outlive the passes.
    void enter(Enter enter);
    std::size_t waiting() const;

private:
    void let_in();
    void leave();

    const std::size_t inside_max_;
    mutable std::mutex mutex_;
    std::deque<Enter> waiting_;
    std::size_t inside_ = 0;
    bool letting_in_ = false;
};

}  // namespace ensemble::net
