// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/names.h"

#include <algorithm>
#include <array>
#include <random>

#include "shared/base/crc32c.h"
#include "shared/base/encoding.h"
#include "shared/base/limits.h"

namespace ensemble::wandb {

namespace {

constexpr std::array<std::string_view, 48> adjectives{
    "amber",  "autumn", "brave",  "bright", "calm",   "clear",  "clever", "cool",
    "cosmic", "crisp",  "daring", "dawn",   "deep",   "eager",  "early",  "earnest",
    "fair",   "fresh",  "frosty", "gentle", "golden", "grand",  "happy",  "hidden",
    "humble", "icy",    "jolly",  "keen",   "kind",   "lively", "lucky",  "lunar",
    "merry",  "misty",  "noble",  "polar",  "proud",  "quiet",  "rapid",  "rosy",
    "silver", "solar",  "spring", "steady", "sunny",  "swift",  "vivid",  "warm"};

constexpr std::array<std::string_view, 48> nouns{
    "beacon", "bird",   "bloom",  "breeze", "brook",  "canyon", "cedar",  "cliff",
    "cloud",  "comet",  "coral",  "creek",  "delta",  "dune",   "ember",  "falcon",
    "fern",   "field",  "fire",   "fjord",  "forest", "galaxy", "garden", "glade",
    "grove",  "harbor", "hill",   "island", "lake",   "leaf",   "meadow", "moon",
    "oasis",  "ocean",  "orchid", "pine",   "plain",  "planet", "pond",   "reef",
    "river",  "shadow", "sky",    "star",   "stone",  "stream", "valley", "wave"};

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

// `what` begins the sentence, `barred` are characters that addresses need.
Result<void> check(std::string_view what, std::string_view name, std::size_t bytes_max,
                   std::string_view barred) {
    const std::string begin(what);
    if (name.empty()) return fail(ErrorCode::bad_request, begin + " is empty");
    if (name.size() > bytes_max)
        return fail(ErrorCode::too_large,
                    begin + " is longer than " + std::to_string(bytes_max) + " bytes");
    if (!valid_utf8(name)) return fail(ErrorCode::bad_request, begin + " is not UTF-8");
    if (name == "." || name == ".." || has_control(name) ||
        name.find_first_of(barred) != std::string_view::npos)
        return fail(ErrorCode::bad_request, begin + " \"" + std::string(name) +
                                                "\" may not hold any of " + std::string(barred) +
                                                " or control characters");
    return {};
}

}  // namespace

Result<void> check_project_name(std::string_view name) {
    return check("The project name", name, limits::project_name_bytes_max, "/\\#?%:");
}

Result<void> check_run_name(std::string_view name) {
    return check("The run id", name, limits::run_name_bytes_max, "/\\#?%:");
}

Result<void> check_collection_name(std::string_view name) {
    if (auto fine = check("The artifact name", name, limits::artifact_name_bytes_max, "/:"); !fine)
        return fine;
    const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-' || c == '.';
    });
    if (plain) return {};
    return fail(ErrorCode::bad_request, "The artifact name \"" + std::string(name) +
                                            "\" may hold letters, digits, '_', '-' and '.' only");
}

bool is_version_alias(std::string_view alias) {
    return alias.size() > 1 && alias.front() == 'v' &&
           std::all_of(alias.begin() + 1, alias.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Result<void> check_alias(std::string_view alias) {
    if (auto fine = check("The alias", alias, limits::alias_bytes_max, "/:"); !fine) return fine;
    if (!is_version_alias(alias)) return {};
    return fail(ErrorCode::bad_request,
                "The alias \"" + std::string(alias) + "\" is reserved for versions");
}

Result<std::string> file_name(std::string_view name) {
    const std::string shown = "The file name \"" + std::string(name.substr(0, 200)) + "\"";
    if (name.size() > limits::file_name_bytes_max)
        return fail(ErrorCode::too_large, shown + " is too long");
    if (!valid_utf8(name) || has_control(name))
        return fail(ErrorCode::bad_request, "A file name holds control characters or is not UTF-8");
    if (name.starts_with('/')) return fail(ErrorCode::bad_request, shown + " is absolute");
    std::string made;
    for (std::size_t begin = 0; begin <= name.size();) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        const std::string_view part = name.substr(begin, end - begin);
        begin = end + 1;
        if (part.empty() || part == ".") continue;
        if (part == "..") return fail(ErrorCode::bad_request, shown + " leads out of its folder");
        if (!made.empty()) made += '/';
        made += part;
    }
    if (made.empty()) return fail(ErrorCode::bad_request, "A file name is empty");
    return made;
}

std::string_view base_name(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view media_type(std::string_view file_name) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 27> types{{
        {".bmp", "image/bmp"},         {".csv", "text/csv"},          {".flac", "audio/flac"},
        {".gif", "image/gif"},         {".glb", "model/gltf-binary"}, {".gltf", "model/gltf+json"},
        {".html", "text/html"},        {".jpeg", "image/jpeg"},       {".jpg", "image/jpeg"},
        {".json", "application/json"}, {".log", "text/plain"},        {".md", "text/markdown"},
        {".mp3", "audio/mpeg"},        {".mp4", "video/mp4"},         {".ogg", "audio/ogg"},
        {".patch", "text/plain"},      {".pdf", "application/pdf"},   {".png", "image/png"},
        {".py", "text/x-python"},      {".svg", "image/svg+xml"},     {".txt", "text/plain"},
        {".wav", "audio/wav"},         {".webm", "video/webm"},       {".webp", "image/webp"},
        {".yaml", "application/yaml"}, {".yml", "application/yaml"},  {".zip", "application/zip"},
    }};
    const std::string_view base = base_name(file_name);
    const std::size_t dot = base.rfind('.');
    if (dot == std::string_view::npos) return "application/octet-stream";
    std::string ending(base.substr(dot));
    std::transform(ending.begin(), ending.end(), ending.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    for (const auto& [known, type] : types) {
        if (known == ending) return type;
    }
    return "application/octet-stream";
}

std::string plain_name(std::string_view text) {
    std::string name;
    bool gap = false;
    for (char c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        if (plain) {
            if (gap && !name.empty()) name += '-';
            name += c;
        }
        gap = !plain;
    }
    return name;
}

std::string random_run_name() {
    static constexpr std::string_view letters = "0123456789abcdefghijklmnopqrstuvwxyz";
    std::random_device dice;
    std::uniform_int_distribution<std::size_t> letter(0, letters.size() - 1);
    std::string name;
    for (int i = 0; i < 8; ++i)
        name += letters[letter(dice)];
    return name;
}

std::string invented_display_name(std::string_view seed, std::int64_t number) {
    const std::uint32_t bits = crc32c(seed);
    return std::string(adjectives[bits % adjectives.size()]) + "-" +
           std::string(nouns[(bits / adjectives.size()) % nouns.size()]) + "-" +
           std::to_string(number);
}

}  // namespace ensemble::wandb
