// SPDX-License-Identifier: Apache-2.0
#include "daemon/outbound/mail.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

#include "daemon/outbound/mail_encoding.h"
#include "shared/base/encoding.h"
#include "shared/base/limits.h"

namespace ensemble::outbound {

namespace {

constexpr std::size_t local_part_bytes_max = 64;  // RFC 5321, 4.5.3.1
constexpr std::size_t domain_bytes_max = 255;
constexpr std::size_t label_bytes_max = 63;

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

// Pieces between dots, none empty, each all of `good`.
template <class Good>
bool dotted(std::string_view text, Good good) {
    for (;;) {
        const std::size_t dot = text.find('.');
        const std::string_view piece = text.substr(0, dot);
        if (piece.empty() || !good(piece)) return false;
        if (dot == std::string_view::npos) return true;
        text.remove_prefix(dot + 1);
    }
}

bool good_local_part(std::string_view text) {
    constexpr std::string_view marks = "!#$%&'*+-/=?^_`{|}~";
    return text.size() <= local_part_bytes_max && dotted(text, [&](std::string_view atom) {
               return std::all_of(atom.begin(), atom.end(), [&](char c) {
                   return is_alphanumeric(c) || marks.find(c) != std::string_view::npos;
               });
           });
}

bool good_domain(std::string_view text) {
    return text.size() <= domain_bytes_max && dotted(text, [](std::string_view label) {
               return label.size() <= label_bytes_max && label.front() != '-' &&
                      label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
                          return is_alphanumeric(c) || c == '-';
                      });
           });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

// "Thu, 01 Jan 1970 00:00:00 +0000"
std::string date_text(Instant date) {
    constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = static_cast<std::time_t>(date.ms / 1000);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %02d %s %d %02d:%02d:%02d +0000",
                  days[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                  months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900,
                  parts.tm_hour, parts.tm_min, parts.tm_sec);
    return text.data();
}

std::string from_line(const Mailbox& from) {
    if (from.name.empty()) return "From: " + from.address + "\r\n";
    return "From: " + encode_phrase(from.name) + "\r\n <" + from.address + ">\r\n";
}

}  // namespace

Result<void> check_address(std::string_view address) {
    if (address.size() > limits::mail_address_bytes_max)
        return fail(ErrorCode::too_large, "An e-mail address has at most " +
                                              std::to_string(limits::mail_address_bytes_max) +
                                              " bytes.");
    const std::size_t at = address.rfind('@');
    const bool good = at != std::string_view::npos && good_local_part(address.substr(0, at)) &&
                      good_domain(address.substr(at + 1));
    if (!good)
        return fail(ErrorCode::bad_request, "This is not an e-mail address like ana@example.org.");
    return {};
}

Result<Mailbox> parse_mailbox(std::string_view text) {
    text = trimmed(text);
    Mailbox box;
    const std::size_t open = text.rfind('<');
    if (open == std::string_view::npos || !text.ends_with('>')) {
        box.address = text;
    } else {
        box.address = text.substr(open + 1, text.size() - open - 2);
        std::string_view name = trimmed(text.substr(0, open));
        if (name.size() >= 2 && name.starts_with('"') && name.ends_with('"'))
            name = name.substr(1, name.size() - 2);
        box.name = name;
    }
    if (auto fine = check_address(box.address); !fine) return fine.error();
    if (box.name.size() > limits::mail_name_bytes_max)
        return fail(ErrorCode::too_large, "The name before an e-mail address has at most " +
                                              std::to_string(limits::mail_name_bytes_max) +
                                              " bytes.");
    if (!valid_utf8(box.name) || std::any_of(box.name.begin(), box.name.end(), is_control))
        return fail(ErrorCode::bad_request,
                    "The name before an e-mail address is one line of UTF-8.");
    return box;
}

Result<void> check_mail(const Mail& mail) {
    if (auto fine = check_address(mail.to); !fine) return fine;
    if (mail.subject.size() > limits::mail_subject_bytes_max)
        return fail(ErrorCode::too_large, "The subject of a mail has at most " +
                                              std::to_string(limits::mail_subject_bytes_max) +
                                              " bytes.");
    if (mail.text.size() > limits::mail_text_bytes_max)
        return fail(ErrorCode::too_large, "The text of a mail has at most " +
                                              std::to_string(limits::mail_text_bytes_max) +
                                              " bytes.");
    if (!valid_utf8(mail.subject) || !valid_utf8(mail.text))
        return fail(ErrorCode::bad_request, "A mail is written in UTF-8.");
    if (std::any_of(mail.subject.begin(), mail.subject.end(), is_control))
        return fail(ErrorCode::bad_request,
                    "The subject of a mail is one line without control characters.");
    return {};
}

std::string compose(const Mail& mail, const Mailbox& from, Instant date, std::string_view id) {
    const Body body = encode_body(mail.text);
    const std::string host = from.address.substr(from.address.rfind('@') + 1);
    std::string out = "Date: " + date_text(date) + "\r\n";
    out += from_line(from);
    out += "To: " + mail.to + "\r\n";
    out += "Subject: " + encode_subject(mail.subject) + "\r\n";
    out += "Message-ID: <" + std::string(id) + "@" + host + ">\r\n";
    out += "Auto-Submitted: auto-generated\r\n";  // RFC 3834: nobody's absence note answers
    out += "MIME-Version: 1.0\r\n";
    out += "Content-Type: text/plain; charset=utf-8\r\n";
    out += "Content-Transfer-Encoding: " + std::string(body.encoding) + "\r\n\r\n";
    return out + body.text;
}

}  // namespace ensemble::outbound
