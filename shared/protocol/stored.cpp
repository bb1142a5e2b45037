// SPDX-License-Identifier: Apache-2.0
#include "shared/protocol/stored.h"

#include "shared/protocol/parse.h"

namespace ensemble::protocol {

std::string encode(const sync::Stored& stored) {
    std::string text;
    json::Writer out(text);
    Writing f(out);
    out.begin_object();
    f("format", stored_format);
    f.which("kind", stored);
    f.content(stored);
    out.end_object();
    return text;
}

Result<sync::Stored> decode_stored(std::string_view text) {
    const auto document = json::Document::parse(text, bounds(limits::sync_patch_bytes_max));
    if (!document) return fail(ErrorCode::corrupt, document.error().detail);
    Error error;
    const json::Reader root(*document, error);
    const std::int64_t format = root.is_object() ? root.member("format").integer() : 0;
    if (format > stored_format)
        return fail(ErrorCode::newer_version, "A newer page wrote this; it stays as it is.");
    if (root.ok() && format < 1) root.member("format").refuse("not a format");
    sync::Stored stored;
    Reading f(root);
    f.which("kind", stored);
    f.content(stored);
    if (!root.ok()) return fail(ErrorCode::corrupt, error.detail);
    return stored;
}

}  // namespace ensemble::protocol
