// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/json_text.h"

#include <string>

#include <nlohmann/json.hpp>

#include "daemon/auth/credentials.h"
#include "daemon/wandb/config_text.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/instants.h"
#include "shared/base/encoding.h"
#include "tests/fuzz/fuzz.h"

namespace {

// Whether a strict reader takes it, apart from numbers that no double can hold, halves of surrogate
// pairs and bytes that are no UTF-8, which are looked at elsewhere.
bool readable(const std::string& text) {
    if (!ensemble::valid_utf8(text) || text.find("\\ud") != text.npos ||
        text.find("\\uD") != text.npos)
        return true;
    try {
        return !nlohmann::json::parse(text).is_discarded();
    } catch (const nlohmann::json::out_of_range&) {
        return true;
    } catch (const nlohmann::json::parse_error&) {
        return false;
    }
}

}  // namespace

// Configs and summaries that stay text, and the small texts of the protocol.
void ensemble::fuzz::one_input(std::string_view bytes) {
    if (const auto members = wandb::read_members(bytes)) {
        const std::string again = wandb::write_members(*members);
        const auto twice = wandb::read_members(again);
        law(static_cast<bool>(twice) && twice->size() == members->size());
        law(wandb::is_object(bytes));
        for (std::size_t i = 0; i < members->size(); ++i)
            law((*twice)[i].key == (*members)[i].key && (*twice)[i].value == (*members)[i].value);
        law(readable(wandb::strict_json(std::string(bytes))));
    }
    if (const auto config = wandb::normal_config(bytes)) {
        law(wandb::is_object(*config));
        const auto merged = wandb::merged_config(*config, *config);
        law(static_cast<bool>(merged) && wandb::is_object(*merged));
        law(wandb::is_object(wandb::wandb_part(*config, {"t", "m"})));
        (void)wandb::branch_point(*config);
        (void)wandb::environment(*config);
    }
    (void)wandb::string_value(bytes);
    (void)wandb::read_global_id("Run", bytes);
    (void)auth::key_in(bytes);
    if (const auto instant = wandb::read_iso(bytes)) {
        const auto again = wandb::read_iso(wandb::iso_text(*instant));
        law(again.has_value());
    }
}
