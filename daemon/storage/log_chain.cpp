// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/log_chain.h"

#include <openssl/evp.h>

#include <array>

namespace ensemble::storage {

namespace {

void add(std::string& text, std::string_view field) {
    text += std::to_string(field.size());
    text += ':';
    text += field;
    text += ',';
}

void add(std::string& text, std::int64_t number) {
    add(text, std::to_string(number));
}

std::string canonical_text(std::string_view hash_before, const LogEntry& entry) {
    std::string text;
    text.reserve(512 + entry.text.size() + entry.before.size() + entry.after.size());
    add(text, hash_before);
    add(text, entry.number);
    add(text, entry.version);
    add(text, entry.at.ms);
    add(text, entry.actor.value);
    add(text, entry.on_behalf_of.value);
    add(text, entry.client);
    add(text, entry.seq);
    add(text, entry.command_id);
    add(text, entry.device);
    add(text, entry.claimed_at.ms);
    add(text, entry.name);
    add(text, entry.text);
    add(text, entry.detail);
    add(text, number_of(entry.rule));
    add(text, entry.refused);
    add(text, entry.before);
    add(text, entry.after);
    return text;
}

}  // namespace

std::int64_t number_of(std::optional<permissions::Rule> rule) {
    return rule ? static_cast<std::int64_t>(*rule) : 0;
}

Result<std::string> chained_hash(std::string_view hash_before, const LogEntry& entry) {
    const std::string text = canonical_text(hash_before, entry);
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int size = 0;
    if (EVP_Digest(text.data(), text.size(), bytes.data(), &size, EVP_sha256(), nullptr) != 1)
        return fail(ErrorCode::internal, "SHA-256 is not available on this system.");
    return std::string(reinterpret_cast<const char*>(bytes.data()), size);
}

}  // namespace ensemble::storage
