// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ensemble::wandb {

// Facts of one thing as they were and as they are, for the audit: what is the same is left out,
// what is long is cut, with a sign where. Two JSON objects with kind and id.
class NotedFacts {
public:
    NotedFacts(std::string_view kind, std::int64_t id);

    void add_text(std::string_view name, std::string_view was, std::string_view is);
    void add_list(std::string_view name, const std::vector<std::string>& was,
                  const std::vector<std::string>& is);
    void add_number(std::string_view name, std::int64_t was, std::int64_t is);
    // Of two JSON objects, those members that differ; what scripts wrap in "value" is unwrapped.
    void add_object(std::string_view name, std::string_view was, std::string_view is);

    bool any() const { return any_; }
    std::string before() const { return before_ + "}"; }
    std::string after() const { return after_ + "}"; }

private:
    void set(std::string_view name, const std::string& was, const std::string& is);

    std::string before_;
    std::string after_;
    bool any_ = false;
};

}  // namespace ensemble::wandb
