// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "shared/base/ids.h"
#include "shared/base/result.h"

// Mails as plain text: what may be sent, and how it looks on the wire (RFC 5322, RFC 2045, RFC
// 2047).
namespace ensemble::outbound {

struct Mail {
    std::string to;       // one address, without a name
    std::string subject;  // one line, UTF-8
    std::string text;     // UTF-8; lines end with \n
    bool once = false;    // somebody waits for the answer: no second try
};

struct Mailbox {
    std::string name;  // "" for none
    std::string address;
};

// ASCII, name@host with the characters that need no quotes, up to limits::mail_address_bytes_max.
// A host with other letters is written in its xn-- form. bad_request says what is wrong.
Result<void> check_address(std::string_view address);

// `a@b` or `Name <a@b>`; the name may be in quotes.
Result<Mailbox> parse_mailbox(std::string_view text);

// Everything that a mail must fulfil: a good address, UTF-8, sizes within limits.h, and no line
// break or control character in the subject, so that nobody adds headers of their own.
Result<void> check_mail(const Mail& mail);

// The whole message, lines ending with CRLF, none longer than 998 bytes, none beginning with a dot.
// Requires: check_mail passed. `id` is the part of Message-ID before the @: letters, digits, dots.
std::string compose(const Mail& mail, const Mailbox& from, Instant date, std::string_view id);

}  // namespace ensemble::outbound
