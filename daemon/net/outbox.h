// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <string>

namespace ensemble::net {

// Texts on their way to one socket: any thread puts in, one connection takes out. Bounded in
// bytes, the text that is just being written included.
class Outbox {
public:
    using Text = std::shared_ptr<const std::string>;
    // wake: taken, and the taker sleeps. overflow: told once; from then on it is closed.
    enum class Put { queued, wake, overflow, closed };
    // What one text costs apart from its bytes.
    static constexpr std::size_t text_overhead_bytes = 64;

    explicit Outbox(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    Put put(Text text);
    // The next text, after the previous one was written. Null: there is none, and the next `put`
    // answers `wake`.
    Text take();
    std::size_t waiting_bytes() const;
    void seal();   // takes nothing more; what is in it goes out
    void close();  // and what is in it is dropped

private:
    const std::size_t bytes_max_;
    mutable std::mutex mutex_;
    std::deque<Text> texts_;
    std::size_t bytes_ = 0;
    std::size_t writing_bytes_ = 0;
    bool awake_ = false;
    bool closed_ = false;
};

}  // namespace ensemble::net
