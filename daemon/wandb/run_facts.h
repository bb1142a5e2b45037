// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

#include "daemon/wandb/context.h"
#include "daemon/wandb/filter.h"

namespace ensemble::wandb {

// One run. Config and summary are parsed when they are first asked for.
class RunFacts final : public Facts {
public:
    RunFacts(Session& session, const runs::Run& run);
    ~RunFacts() override;
    RunFacts(RunFacts&&) noexcept;

    const nlohmann::json* find(std::string_view field) override;

private:
    const nlohmann::json* find_own(std::string_view field);
    const nlohmann::json* find_config(std::string_view path);
    const nlohmann::json* find_summary(std::string_view path);
    const nlohmann::json* find_key(std::string_view name);

    Session& session_;
    const runs::Run& run_;
    std::unique_ptr<nlohmann::json> config_;
    std::unique_ptr<nlohmann::json> summary_;
    std::unique_ptr<nlohmann::json> answer_;
};

}  // namespace ensemble::wandb
