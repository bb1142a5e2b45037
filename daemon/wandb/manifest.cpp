// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/manifest.h"

#include <nlohmann/json.hpp>

#include "daemon/graphql/json_out.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/json_text.h"
#include "daemon/wandb/names.h"

namespace ensemble::wandb {

using nlohmann::json;

namespace {

Error bad(const std::string& what) {
    return fail(ErrorCode::bad_request, "The manifest is not understood: " + what);
}

std::string text_of(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<Manifest::Entry> read_entry(const std::string& path, json value) {
    if (!value.is_object()) return bad("\"" + path + "\" is not an object");
    Manifest::Entry entry;
    entry.md5 = text_of(value, "digest");
    entry.ref = text_of(value, "ref");
    if (entry.md5.empty()) return bad("\"" + path + "\" has no digest");
    if (const auto size = value.find("size"); size != value.end() && size->is_number_unsigned())
        entry.bytes = size->get<std::uint64_t>();
    if (const auto id = read_global_id("Artifact", text_of(value, "birthArtifactID")))
        entry.birth = ArtifactId{*id};
    value.erase("local_path");
    entry.json = value.dump();
    return entry;
}

}  // namespace

void Manifest::merge(Manifest newer) {
    for (auto& [path, entry] : newer.entries)
        entries.insert_or_assign(path, std::move(entry));
    head = std::move(newer.head);
}

std::string Manifest::text() const {
    std::string made = "{" + head + "\"contents\":{";
    bool first = true;
    for (const auto& [path, entry] : entries) {
        if (!first) made += ',';
        first = false;
        graphql::append_string(made, path);
        made += ':' + entry.json;
    }
    return made + "}}";
}

Result<Manifest> read_manifest(std::string_view text) {
    if (!is_object(text)) return bad("it is not a JSON object");
    json parsed = json::parse(text, nullptr, false);
    if (!parsed.is_object()) return bad("it is not a JSON object");
    const auto contents = parsed.find("contents");
    if (contents == parsed.end() || !contents->is_object()) return bad("it has no contents");
    Manifest manifest;
    for (auto& [path, value] : contents->items()) {
        auto name = file_name(path);
        if (!name) return name.error();
        if (*name != path) return bad("the path \"" + path + "\" is not in its plain form");
        auto entry = read_entry(path, std::move(value));
        if (!entry) return entry.error();
        manifest.entries.emplace(path, std::move(*entry));
    }
    parsed.erase(contents);
    for (const auto& [key, value] : parsed.items()) {
        graphql::append_string(manifest.head, key);
        manifest.head += ':' + value.dump() + ',';
    }
    return manifest;
}

}  // namespace ensemble::wandb
