// SPDX-License-Identifier: Apache-2.0
#include "daemon/outbound/mail.h"

#include <doctest/doctest.h>

#include <string>

#include "daemon/outbound/mail_encoding.h"
#include "shared/base/encoding.h"
#include "shared/base/limits.h"

using namespace ensemble;
using namespace ensemble::outbound;

namespace {

// The reader's side of RFC 2045 and RFC 2047, as far as it is written here.
std::string read_quoted(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '=') {
            out += text[i];
        } else if (text.substr(i + 1, 2) == "\r\n") {
            i += 2;
        } else {
            out += *from_hex(text.substr(i + 1, 2));
            i += 2;
        }
    }
    return out;
}

std::string without_breaks(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (c != '\r' && c != '\n') out += c;
    return out;
}

std::string read_body(std::string_view text) {
    const Body body = encode_body(text);
    if (body.encoding == "quoted-printable") return read_quoted(body.text);
    return *from_base64(without_breaks(body.text));
}

std::string read_words(std::string_view text) {
    std::string out;
    constexpr std::string_view start = "=?UTF-8?B?";
    for (std::size_t at = text.find(start); at != std::string_view::npos;
         at = text.find(start, at + 1)) {
        const std::size_t first = at + start.size();
        const std::string word = *from_base64(text.substr(first, text.find("?=", first) - first));
        CHECK(valid_utf8(word));
        out += word;
    }
    return out;
}

std::size_t longest_line(std::string_view text) {
    std::size_t longest = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find("\r\n"), text.size());
        longest = std::max(longest, end);
        text.remove_prefix(std::min(end + 2, text.size()));
    }
    return longest;
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
}

}  // namespace

TEST_CASE("addresses that people have are taken") {
    for (const char* address : {"a@b", "ana@example.org", "first.last+tag@sub.example.co.uk",
                                "o'brien@example.org", "x_y-z@xn--bcher-kva.example", "1@2.3"}) {
        CAPTURE(address);
        CHECK(check_address(address));
    }
}

TEST_CASE("what is no address is refused") {
    for (const char* address : {"",
                                "@",
                                "ana",
                                "ana@",
                                "@example.org",
                                "a b@example.org",
                                "ana@exa mple.org",
                                "ana@example..org",
                                "ana@.example.org",
                                "ana@example.org.",
                                ".ana@example.org",
                                "ana.@example.org",
                                "a..b@example.org",
                                "ana@-example.org",
                                "ana@example-.org",
                                "<ana@example.org>",
                                "ana@example.org\n",
                                "ana@example.org\r\nRCPT TO:<e@e>",
                                "\"ana\"@example.org",
                                "ana@[127.0.0.1]",
                                "ana@b@example.org",
                                "an\xc3\xa4@example.org",
                                "ana@ex\xc3\xa4mple.org",
                                "ana,eve@example.org",
                                "ana@example.org,eve@example.org"}) {
        CAPTURE(address);
        CHECK(check_address(address).error().code == ErrorCode::bad_request);
    }
    CHECK_FALSE(check_address(std::string_view("a\0b@example.org", 15)));
}

TEST_CASE("the parts of an address are as long as their limits and no longer") {
    const std::string local(64, 'a');
    const std::string label(63, 'b');
    const std::string domain = label + "." + label + "." + label + "." + label;  // 255
    CHECK((local + "@" + domain).size() == limits::mail_address_bytes_max);
    CHECK(check_address(local + "@" + domain));
    CHECK_FALSE(check_address(local + "a@b"));
    CHECK_FALSE(check_address("a@" + label + "b"));
    CHECK(check_address(local + "@" + domain + "b").error().code == ErrorCode::too_large);
}

TEST_CASE("a sender has an address and may have a name") {
    CHECK(parse_mailbox("ana@example.org")->name.empty());
    const auto named = parse_mailbox(" Ensemble, the lab <lab@example.org> ");
    REQUIRE(named);
    CHECK(named->name == "Ensemble, the lab");
    CHECK(named->address == "lab@example.org");
    CHECK(parse_mailbox("\"Ensemble\" <lab@example.org>")->name == "Ensemble");
    for (const char* wrong : {"", "Ensemble", "Ensemble <lab>", "Ensemble lab@example.org",
                              "En\nsemble <lab@example.org>", "En\xffsemble <lab@example.org>",
                              "<lab@example.org> Ensemble"})
        CHECK_FALSE(parse_mailbox(wrong));
    const std::string most(limits::mail_name_bytes_max, 'n');
    CHECK(parse_mailbox(most + " <lab@example.org>"));
    CHECK_FALSE(parse_mailbox(most + "n <lab@example.org>"));
}

TEST_CASE("a mail is checked before it is taken") {
    const Mail good{"ana@example.org", "Hello", "Text"};
    CHECK(check_mail(good));
    for (const char* subject :
         {"a\nb", "a\rb", "a\r\nBcc: eve@example.org", "a\x01", "a\x7f", "a\tb", "\xff"}) {
        Mail mail = good;
        mail.subject = subject;
        CHECK(check_mail(mail).error().code == ErrorCode::bad_request);
    }
    Mail mail = good;
    mail.text = "\xff";
    CHECK_FALSE(check_mail(mail));
    mail = good;
    mail.subject.assign(limits::mail_subject_bytes_max, 's');
    mail.text.assign(limits::mail_text_bytes_max, 't');
    CHECK(check_mail(mail));
    mail.subject += 's';
    CHECK(check_mail(mail).error().code == ErrorCode::too_large);
    mail = good;
    mail.text.assign(limits::mail_text_bytes_max + 1, 't');
    CHECK(check_mail(mail).error().code == ErrorCode::too_large);
}

TEST_CASE("a message looks like this") {
    const std::string message = compose({"ana@example.org", "Hello", "Text."},
                                        {"The lab", "lab@example.org"}, Instant{86'399'999}, "id1");
    CHECK(message == "Date: Thu, 01 Jan 1970 23:59:59 +0000\r\n"
                     "From: \"The lab\"\r\n <lab@example.org>\r\n"
                     "To: ana@example.org\r\n"
                     "Subject: Hello\r\n"
                     "Message-ID: <id1@example.org>\r\n"
                     "Auto-Submitted: auto-generated\r\n"
                     "MIME-Version: 1.0\r\n"
                     "Content-Type: text/plain; charset=utf-8\r\n"
                     "Content-Transfer-Encoding: quoted-printable\r\n"
                     "\r\n"
                     "Text.\r\n");
}

TEST_CASE("every character of a subject and a name comes back") {
    for (const std::string& text :
         {std::string("Plain"), std::string("Größe"), repeated("한국어 제목 ", 20),
          repeated("👩‍🔬", 40), repeated("long ", 60), std::string("=?UTF-8?B?trick?="),
          std::string(" blanks "), std::string(67, 'x')}) {
        CAPTURE(text);
        const std::string subject = encode_subject(text);
        CHECK(longest_line("Subject: " + subject) <= 76);
        CHECK((subject == text || read_words(subject) == text));
        for (const char c : subject)
            CHECK((static_cast<unsigned char>(c) < 0x7f));
    }
    CHECK(encode_subject("=?UTF-8?B?trick?=") != "=?UTF-8?B?trick?=");
    CHECK(encode_phrase("The \"lab\" \\ <x>") == "\"The \\\"lab\\\" \\\\ <x>\"");
    CHECK(read_words(encode_phrase("연구실")) == "연구실");
}

TEST_CASE("every character of a body comes back, in short lines without dots at the start") {
    for (const std::string& text :
         {std::string("Hello\n"), std::string("a = b\n.\n..\nblank at the end \ntab\t\n"),
          repeated("Grüße aus München. ", 30) + "\n", repeated("안녕하세요\n", 30),
          repeated("x", 1000) + "\n", repeated(".", 200) + "\n", repeated("=", 100) + "\n",
          std::string("\n\n\n"), std::string(75, 'a') + "\n" + std::string(76, 'b') + "\n",
          std::string(75, 'a') + ".\n", std::string("\x01\x7f\n")}) {
        CAPTURE(text);
        std::string wanted;
        for (const char c : text)
            wanted += c == '\n' ? std::string("\r\n") : std::string(1, c);
        CHECK(read_body(text) == wanted);
        const Body body = encode_body(text);
        CHECK(longest_line(body.text) <= 76);
        CHECK(body.text.find("\r\n.") == std::string::npos);
        CHECK_FALSE(body.text.starts_with('.'));
    }
}

TEST_CASE("lines end the same way however they ended before") {
    CHECK(encode_body("a\r\nb\rc\nd").text == "a\r\nb\r\nc\r\nd\r\n");
    CHECK(encode_body("").text == "\r\n");
    CHECK(encode_body("blank \n").text == "blank=20\r\n");
}

TEST_CASE("a body is packed in the shorter way") {
    CHECK(encode_body("Grüße aus München\n").encoding == "quoted-printable");
    CHECK(encode_body(repeated("안녕", 50)).encoding == "base64");
}
