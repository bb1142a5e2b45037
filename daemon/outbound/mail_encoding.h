// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

// How text that is not ASCII travels in a mail. All input is UTF-8 without line breaks, except for
// bodies.
namespace ensemble::outbound {

// As it is, when it is short ASCII; otherwise as encoded words of RFC 2047, folded.
std::string encode_subject(std::string_view text);

// The name before an address: words, a quoted string, or encoded words.
std::string encode_phrase(std::string_view text);

struct Body {
    std::string_view encoding;  // "quoted-printable" or "base64", whichever is shorter
    std::string text;           // lines of at most 76 characters ending with CRLF
};
// \n, \r\n and \r end a line of the input.
Body encode_body(std::string_view text);

}  // namespace ensemble::outbound
