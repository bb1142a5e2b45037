// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/config_text.h"

#include <algorithm>
#include <charconv>
#include <unordered_set>

#include "daemon/wandb/json_text.h"
#include "shared/base/limits.h"

namespace ensemble::wandb {

namespace {

// Members of `winner`, and those of `other` whose names it does not have.
std::vector<Member> joined(std::vector<Member> other, std::vector<Member> winner) {
    std::unordered_set<std::string> won;
    for (const Member& member : winner)
        won.insert(member.key);
    for (Member& member : other) {
        if (won.insert(member.key).second) winner.push_back(std::move(member));
    }
    return winner;
}

// The members with one set anew, in its old place or at the end.
std::string with_member(std::vector<Member> members, std::string_view key, std::string_view value) {
    const auto found = std::find_if(members.begin(), members.end(),
                                    [key](const Member& one) { return one.key == key; });
    if (found == members.end())
        members.push_back({std::string(key), value});
    else
        found->value = value;
    return write_members(members);
}

// "_wandb" of the script with the environments of both.
Result<std::string> merged_wandb(std::string_view old_wandb, std::string_view new_wandb) {
    const auto old_environments = find_path(old_wandb, {"value", "e"});
    if (!old_environments) return std::string(new_wandb);
    auto old_members = read_members(*old_environments);
    if (!old_members) return std::string(new_wandb);
    auto outer = read_members(new_wandb);
    if (!outer) return outer.error();
    const auto value = find_member(*outer, "value");
    if (!value) return std::string(new_wandb);
    auto inner = read_members(*value);
    if (!inner) return std::string(new_wandb);

    std::vector<Member> new_members;
    if (const auto environments = find_member(*inner, "e")) {
        if (auto read = read_members(*environments)) new_members = std::move(*read);
    }
    const std::string environments =
        write_members(joined(std::move(*old_members), std::move(new_members)));
    const std::string new_value = with_member(std::move(*inner), "e", environments);
    return with_member(std::move(*outer), "value", new_value);
}

}  // namespace

Result<std::string> normal_config(std::string_view json) {
    if (json.size() > limits::config_bytes_max)
        return fail(ErrorCode::too_large, "The config is larger than " +
                                              std::to_string(limits::config_bytes_max) + " bytes");
    auto members = read_members(json);
    if (!members) return fail(ErrorCode::bad_request, "The config is " + members.error().detail);
    std::vector<std::string> wrapped;
    wrapped.reserve(members->size());
    for (Member& member : *members) {
        if (member.value.front() == '{') continue;
        wrapped.push_back("{\"value\":" + std::string(member.value) + "}");
        member.value = wrapped.back();
    }
    return wrapped.empty() ? std::string(json) : write_members(*members);
}

Result<std::string> merged_config(std::string_view old_config, std::string_view new_config) {
    auto old_members = read_members(old_config);
    auto new_members = read_members(new_config);
    if (!new_members) return new_members.error();
    if (!old_members) return std::string(new_config);
    std::string wandb;
    for (Member& member : *new_members) {
        const auto old_wandb = find_member(*old_members, "_wandb");
        if (member.key != "_wandb" || !old_wandb) continue;
        auto merged = merged_wandb(*old_wandb, member.value);
        if (!merged) return merged.error();
        wandb = std::move(*merged);
        member.value = wandb;
    }
    std::string made = write_members(joined(std::move(*old_members), std::move(*new_members)));
    if (made.size() > limits::config_bytes_max)
        return fail(ErrorCode::too_large, "The config is larger than " +
                                              std::to_string(limits::config_bytes_max) + " bytes");
    return made;
}

std::string wandb_part(std::string_view config, const std::vector<std::string_view>& keys) {
    const auto value = find_path(config, {"_wandb", "value"});
    if (!value) return "{}";
    auto members = read_members(*value);
    if (!members) return "{}";
    std::vector<Member> wanted;
    for (const std::string_view key : keys) {
        if (const auto found = find_member(*members, key))
            wanted.push_back({std::string(key), *found});
    }
    return write_members(wanted);
}

std::optional<BranchPoint> branch_point(std::string_view config) {
    const auto point = find_path(config, {"_wandb", "value", "branch_point"});
    if (!point) return std::nullopt;
    auto members = read_members(*point);
    if (!members) return std::nullopt;
    const auto run = find_member(*members, "run_id");
    const auto step = find_member(*members, "step");
    if (!run || !step) return std::nullopt;
    BranchPoint made;
    auto name = string_value(*run);
    if (!name) return std::nullopt;
    made.run = std::move(*name);
    double number = 0;
    const auto read = std::from_chars(step->data(), step->data() + step->size(), number);
    constexpr auto most = static_cast<double>(limits::step_max);
    if (read.ec != std::errc() || !(number >= 0 && number <= most)) return std::nullopt;
    made.step = static_cast<std::int64_t>(number);
    return made;
}

std::optional<std::string> environment(std::string_view config) {
    const auto environments = find_path(config, {"_wandb", "value", "e"});
    if (!environments) return std::nullopt;
    auto members = read_members(*environments);
    if (!members || members->empty()) return std::nullopt;
    // Writer ids grow with time since 0.31, so the largest is the newest.
    const Member* newest = &members->front();
    for (const Member& member : *members) {
        if (member.key > newest->key) newest = &member;
    }
    if (!is_object(newest->value)) return std::nullopt;
    return std::string(newest->value);
}

}  // namespace ensemble::wandb
