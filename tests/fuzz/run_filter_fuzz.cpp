// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "daemon/wandb/filter.h"
#include "daemon/wandb/pattern.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace ensemble;

// Some thing with a value of every kind.
class Thing final : public wandb::Facts {
public:
    const nlohmann::json* find(std::string_view field) override {
        const auto found = values_.find(std::string(field));
        return found == values_.end() ? nullptr : &*found;
    }

private:
    nlohmann::json values_ = {
        {"name", "run-10"},
        {"state", "finished"},
        {"tags", {"a", "b c", "한국어"}},
        {"config.lr", 0.1},
        {"config.deep", {{"x", 1}}},
        {"summary_metrics.best", nullptr},
        {"created_at", 1.7e12},
        {"duration", 30},
        {"flag", true},
    };
};

}  // namespace

// A filter, an order and a pattern of the public API.
void ensemble::fuzz::one_input(std::string_view bytes) {
    Thing thing;
    Thing other;
    std::uint64_t steps = 0;
    if (const auto filter = wandb::Filter::parse(bytes)) {
        const auto found = filter->matches(thing, steps);
        if (found && filter->passes_all()) law(*found);
    }
    const std::vector<wandb::Facts*> both{&thing, &other};
    law(wandb::sorted_positions(both, wandb::Order::parse(bytes)) ==
        std::vector<std::size_t>{0, 1});
    if (const auto pattern = wandb::Pattern::compile(bytes)) {
        steps = 0;
        (void)pattern->found_in("aaaaaaaaaaaaaaaaaaaaaaaab run-10 한국어", steps);
        (void)pattern->found_in(bytes, steps);
    }
}
