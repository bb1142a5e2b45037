// SPDX-License-Identifier: Apache-2.0
#include "daemon/outbound/image_type.h"

#include <cctype>

#include "shared/base/encoding.h"

namespace ensemble::outbound {

namespace {

constexpr std::size_t svg_prologue_bytes_max = 4'096;

bool looks_like_svg(std::string_view bytes) {
    if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
    const std::size_t first = bytes.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || bytes[first] != '<' || !valid_utf8(bytes)) return false;
    return bytes.substr(0, svg_prologue_bytes_max).find("<svg") != std::string_view::npos;
}

bool looks_like(std::string_view type, std::string_view bytes) {
    if (type == "image/svg+xml") return looks_like_svg(bytes);
    if (type == "image/png") return bytes.starts_with("\x89PNG\r\n\x1a\n");
    if (type == "image/gif") return bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a");
    if (type == "image/jpeg") return bytes.starts_with("\xff\xd8\xff");
    if (type == "image/webp")
        return bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP";
    return false;
}

}  // namespace

Result<std::string> image_type(std::string_view content_type, std::string_view bytes) {
    std::string type;
    for (const char c : content_type.substr(0, content_type.find(';')))
        if (c != ' ' && c != '\t')
            type += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (!looks_like(type, bytes))
        return fail(ErrorCode::unsupported,
                    "The badge is not a picture: SVG, PNG, GIF, WebP and JPEG are shown.");
    return type;
}

}  // namespace ensemble::outbound
