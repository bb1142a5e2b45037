// SPDX-License-Identifier: Apache-2.0
#include "shared/protocol/commands.h"

#include "shared/protocol/parse.h"

namespace ensemble::protocol {

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

sync::Command read_command(const json::Reader& at) {
    sync::Command command;
    Reading::read(at, command);
    return command;
}

}  // namespace ensemble::protocol
