// SPDX-License-Identifier: Apache-2.0
#include "shared/protocol/messages.h"

#include <utility>

#include "shared/protocol/parse.h"

namespace ensemble::protocol {

void fields(auto& f, Of<sync::FromPage> auto& message) {
    f.which("t", message);
    f.content(message);
}

void fields(auto& f, Of<sync::FromDaemon> auto& message) {
    f.which("t", message);
    f.content(message);
}

std::string encode(const sync::FromPage& message) {
    return written(message);
}

std::string encode(const sync::FromDaemon& message) {
    return written(message);
}

std::string encode(const sync::Outcome& outcome) {
    return written(outcome);
}

Result<sync::FromPage> decode_from_page(std::string_view text) {
    return parsed<sync::FromPage>(text, limits::sync_message_bytes_max);
}

Result<sync::FromDaemon> decode_from_daemon(std::string_view text) {
    return parsed<sync::FromDaemon>(text, limits::sync_patch_bytes_max);
}

namespace {

// Of a scope whose position is not told, the daemon sends the whole.
std::string greeting(sync::Hello hello) {
    if (hello.positions.size() > limits::scopes_per_page_max)
        hello.positions.resize(limits::scopes_per_page_max);
    return encode(sync::FromPage(std::move(hello)));
}

}  // namespace

std::vector<std::string> frames(const sync::FromPage& message) {
    if (const auto* hello = std::get_if<sync::Hello>(&message)) return {greeting(*hello)};
    const auto* push = std::get_if<sync::Push>(&message);
    if (push == nullptr) return {encode(message)};
    constexpr std::size_t envelope = 64;
    std::vector<std::string> frames;
    std::string commands;
    std::size_t count = 0;
    const auto close = [&] {
        frames.push_back("{\"t\":\"push\",\"commands\":[" + commands + "]}");
        commands.clear();
        count = 0;
    };
    for (const sync::Numbered& numbered : push->commands) {
        const std::string text = written(numbered);
        const bool fits = commands.size() + text.size() + envelope < limits::sync_message_bytes_max;
        if (count > 0 && (!fits || count == limits::commands_per_push_max)) close();
        json::Writer(commands).raw(text);
        ++count;
    }
    if (count > 0) close();
    return frames;
}

std::string to_text(const records::Refused& refused) {
    return written(refused);
}

Result<records::Refused> parse_refused(std::string_view text) {
    return parsed<records::Refused>(text, limits::sync_message_bytes_max);
}

std::string encode(const sync::ScopePatch& patch) {
    return written(patch);
}

std::string encode(const PatchPieces& pieces) {
    std::string text;
    json::Writer out(text);
    Writing f(out);
    out.begin_object();
    f.which("t", sync::FromDaemon(sync::Patch{}));
    f.maybe("drops", pieces.drops);
    if (!pieces.scopes.empty()) {
        out.key("scopes");
        out.begin_list();
        for (const std::string_view scope : pieces.scopes)
            out.raw(scope);
        out.end_list();
    }
    f.maybe("outcomes", pieces.outcomes);
    f("last_seq", pieces.last_seq);
    f("now_ms", pieces.now);
    out.end_object();
    return text;
}

}  // namespace ensemble::protocol
