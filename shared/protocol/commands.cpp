// SPDX-License-Identifier: Apache-2.0
#include "shared/protocol/commands.h"

#include <algorithm>
#include <vector>

#include "shared/protocol/parse.h"

namespace ensemble::protocol {

namespace {

// A visitor that collects the names of fields.
class Naming {
public:
    template <class V>
    void operator()(std::string_view name, const V&) {
        names.push_back(name);
    }
    template <class V>
    void maybe(std::string_view name, const V&, const V& = V{}) {
        names.push_back(name);
    }

    std::vector<std::string_view> names{"do"};
};

}  // namespace

void Writing::content(const sync::Command& command) {
    std::visit([this](const auto& one) { fields(*this, one); }, command);
}

void Reading::content(sync::Command& command) {
    std::visit([this](auto& one) { fields(*this, one); }, command);
}

std::string to_text(const sync::Command& command) {
    return written(command);
}

Result<sync::Command> parse_command(std::string_view text) {
    return parsed<sync::Command>(text, limits::sync_message_bytes_max);
}

std::string unknown_field(std::string_view text, const sync::Command& command) {
    const auto document = json::Document::parse(text, bounds(limits::sync_message_bytes_max));
    if (!document || document->type(json::Document::root) != json::Type::object) return "";
    Naming known;
    std::visit([&](const auto& one) { fields(known, one); }, command);
    const auto end = document->end(json::Document::root);
    for (auto at = json::Document::root + 1; at < end; at = document->end(at + 1)) {
        const std::string_view name = document->text(at);
        if (std::find(known.names.begin(), known.names.end(), name) == known.names.end())
            return std::string(name);
    }
    return "";
}

sync::Command read_command(const json::Reader& at) {
    sync::Command command;
    Reading::read(at, command);
    return command;
}

}  // namespace ensemble::protocol
