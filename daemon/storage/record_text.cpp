// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/record_text.h"

#include <nlohmann/json.hpp>

#include "daemon/storage/string_list.h"

namespace ensemble::storage {

using nlohmann::json;

namespace {

std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json parse(const std::string& text) {
    return json::parse(text, nullptr, false);
}

std::string text_in(const json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string()) return "";
    return found->get<std::string>();
}

std::int64_t number_in(const json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_number_integer()) return 0;
    return found->get<std::int64_t>();
}

records::Refusal refusal(std::string_view name) {
    using records::Refusal;
    for (auto number = static_cast<int>(Refusal::forbidden);
         number <= static_cast<int>(Refusal::duplicate); ++number) {
        if (records::name(static_cast<Refusal>(number)) == name)
            return static_cast<Refusal>(number);
    }
    return Refusal::forbidden;
}

permissions::Rule rule(std::string_view name) {
    for (const permissions::Rule rule : permissions::all_rules)
        if (permissions::name(rule) == name) return rule;
    return permissions::Rule::not_signed_in;
}

}  // namespace

std::string actions_to_text(const permissions::ActionSet& actions) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < permissions::action_count; ++i) {
        const auto action = static_cast<permissions::Action>(i);
        if (actions.has(action)) names.emplace_back(permissions::name(action));
    }
    return list_to_text(names);
}

permissions::ActionSet actions_from_text(const std::string& text) {
    permissions::ActionSet actions;
    for (const std::string& name : list_from_text(text))
        if (const auto action = permissions::action(name)) actions.add(*action);
    return actions;
}

std::string links_to_text(const std::vector<records::Link>& links) {
    json list = json::array();
    for (const records::Link& link : links)
        list.push_back({{"title", link.title}, {"url", link.url}});
    return dump(list);
}

std::vector<records::Link> links_from_text(const std::string& text) {
    std::vector<records::Link> links;
    const json list = parse(text);
    if (!list.is_array()) return links;
    for (const json& link : list)
        if (link.is_object()) links.push_back({text_in(link, "title"), text_in(link, "url")});
    return links;
}

std::string showcase_to_text(const std::vector<ProjectId>& projects) {
    json list = json::array();
    for (const ProjectId project : projects)
        list.push_back(project.value);
    return dump(list);
}

std::vector<ProjectId> showcase_from_text(const std::string& text) {
    std::vector<ProjectId> projects;
    const json list = parse(text);
    if (!list.is_array()) return projects;
    for (const json& id : list)
        if (id.is_number_integer()) projects.push_back({id.get<std::int64_t>()});
    return projects;
}

std::string refused_to_text(const records::Refused& refused) {
    // Only what is forbidden is so by a rule.
    const bool by_rule = refused.code == records::Refusal::forbidden ||
                         refused.rule != permissions::Rule::not_signed_in;
    return dump({{"code", records::name(refused.code)},
                 {"rule", by_rule ? permissions::name(refused.rule) : ""},
                 {"needed", permissions::name(refused.needed)},
                 {"field", refused.field},
                 {"value", refused.value},
                 {"changed_by", refused.changed.by.value},
                 {"changed_at_ms", refused.changed.at.ms}});
}

records::Refused refused_from_text(const std::string& text) {
    const json object = parse(text);
    records::Refused refused;
    if (!object.is_object()) return refused;
    refused.code = refusal(text_in(object, "code"));
    refused.rule = rule(text_in(object, "rule"));
    if (const auto needed = permissions::role(text_in(object, "needed"))) refused.needed = *needed;
    refused.field = text_in(object, "field");
    refused.value = text_in(object, "value");
    refused.changed = {{number_in(object, "changed_by")}, {number_in(object, "changed_at_ms")}};
    return refused;
}

}  // namespace ensemble::storage
