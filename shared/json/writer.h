// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ensemble::json {

// Appends JSON text to a string that is empty or ends where a value may begin; commas come by
// themselves. Texts that are no UTF-8 get U+FFFD for every byte that does not fit.
class Writer {
public:
    explicit Writer(std::string& out) : out_(out) {}

    void begin_object();
    void end_object() { out_ += '}'; }
    void begin_list();
    void end_list() { out_ += ']'; }
    // Letters, digits and '_': it is not escaped.
    void key(std::string_view name);

    // Name and value of an object's member in one: faster than `key` and the value.
    void member(std::string_view name, std::string_view text);
    void member(std::string_view name, std::int64_t number);
    void flag(std::string_view name, bool value);

    void boolean(bool value);
    void integer(std::int64_t value);
    void text(std::string_view value);
    // Sixteen lower-case digits, as a text: no number of JavaScript holds it.
    void hex64(std::uint64_t value);
    // A value that was written before.
    void raw(std::string_view json);

private:
    void separate();

    std::string& out_;
};

}  // namespace ensemble::json
