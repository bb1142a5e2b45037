// SPDX-License-Identifier: Apache-2.0
#include "daemon/outbound/mail_server.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

#include "shared/base/limits.h"

namespace ensemble::outbound {

namespace {

constexpr std::uint16_t submission_port = 587;   // RFC 6409
constexpr std::uint16_t submissions_port = 465;  // RFC 8314

struct UrlEnd {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string part(CURLU* url, CURLUPart which) {
    char* text = nullptr;
    if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return "";
    std::string out = text;
    curl_free(text);
    return out;
}

Error bad_url() {
    return fail(ErrorCode::bad_request,
                "The address of the mail server is written smtp://HOST:PORT or smtps://HOST:PORT.");
}

int leading_code(std::string_view line) {
    int code = 0;
    if (line.size() < 3) return 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + 3, code);
    return error == std::errc() && end == line.data() + 3 && code >= 100 ? code : 0;
}

constexpr int goodbye = 221;

MailTrouble no_answer_trouble(CURLcode code, const MailServer& server) {
    const std::string place = server.place();
    const auto later = [](std::string sentence) {
        return MailTrouble{true, fail(ErrorCode::unavailable, std::move(sentence))};
    };
    const auto never = [](std::string sentence) {
        return MailTrouble{false, fail(ErrorCode::io_error, std::move(sentence))};
    };
    if (code == CURLE_COULDNT_RESOLVE_HOST)
        return later("The name service does not know the mail server " + server.host +
                     ". Check --smtp-url.");
    if (code == CURLE_COULDNT_CONNECT)
        return later("The mail server " + place +
                     " does not take connections. Check host and port of --smtp-url, and whether a "
                     "firewall is in between.");
    if (code == CURLE_OPERATION_TIMEDOUT)
        return later("The mail server " + place +
                     " took too long to answer. Check the port of --smtp-url: smtps:// belongs to "
                     "465, smtp:// to 587 and 25.");
    if (code == CURLE_PEER_FAILED_VERIFICATION)
        return never("The certificate of the mail server " + place +
                     " is not trusted or names another host. Use the name that it is for, or give "
                     "the authority that signed it by --smtp-ca.");
    if (code == CURLE_SSL_CACERT_BADFILE)
        return never("The file of --smtp-ca holds no certificates that can be read.");
    if (code == CURLE_SSL_CONNECT_ERROR)
        return later(
            "TLS with the mail server " + place +
            " failed. Check the port of --smtp-url: smtps:// belongs to 465, smtp:// to 587 "
            "and 25.");
    if (code == CURLE_USE_SSL_FAILED)
        return never(
            "The mail server " + place +
            " does not offer STARTTLS. Use smtps:// if it has a port for it, or --smtp-tls "
            "off if nobody else is on the way to it.");
    if (code == CURLE_LOGIN_DENIED)
        return never("The mail server " + place +
                     " offers no way to sign in that is known here. Check its settings.");
    return later("The connection to the mail server " + place +
                 " broke: " + curl_easy_strerror(code) + ".");
}

}  // namespace

std::string MailServer::url() const {
    return (tls_from_the_start ? "smtps://" : "smtp://") + place();
}

std::string MailServer::place() const {
    return host + ":" + std::to_string(port);
}

bool MailServer::loopback() const {
    return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

Result<MailServer> parse_mail_server(const std::string& text) {
    const std::unique_ptr<CURLU, UrlEnd> url(curl_url());
    if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        return bad_url();
    const std::string scheme = part(url.get(), CURLUPART_SCHEME);
    if (scheme != "smtp" && scheme != "smtps") return bad_url();
    if (!part(url.get(), CURLUPART_USER).empty() || !part(url.get(), CURLUPART_PASSWORD).empty())
        return fail(ErrorCode::bad_request, "The address of the mail server names no user: give it "
                                            "by --smtp-user and --smtp-password-file.");
    const std::string path = part(url.get(), CURLUPART_PATH);
    if ((!path.empty() && path != "/") || !part(url.get(), CURLUPART_QUERY).empty() ||
        !part(url.get(), CURLUPART_FRAGMENT).empty())
        return bad_url();
    MailServer server;
    server.host = part(url.get(), CURLUPART_HOST);
    server.tls_from_the_start = scheme == "smtps";
    server.port = server.tls_from_the_start ? submissions_port : submission_port;
    const std::string port = part(url.get(), CURLUPART_PORT);
    if (!port.empty()) {
        const auto read = std::from_chars(port.data(), port.data() + port.size(), server.port);
        if (read.ec != std::errc() || server.port == 0) return bad_url();
    }
    if (server.host.empty()) return bad_url();
    return server;
}

bool ServerAnswer::take_line(std::string_view line) {
    const int code = leading_code(line);
    if (code == 0 || code == goodbye) return false;
    // Only the first line of an answer keeps its code.
    std::string said(line.substr(gathering_.empty() ? 0 : std::min<std::size_t>(4, line.size())));
    if (!gathering_.empty()) said.insert(0, 1, ' ');
    for (const char c : said) {
        if (gathering_.size() < limits::mail_answer_bytes_max && c != '\r' && c != '\n')
            gathering_ += c >= ' ' && c <= '~' ? c : '?';
    }
    if (line.size() > 3 && line[3] == '-') return false;
    text_ = std::exchange(gathering_, std::string());
    code_ = code;
    ++answers_;
    return true;
}

MailTrouble explain(CURLcode code, const ServerAnswer& answer, const MailServer& server) {
    const int kind = answer.code() / 100;
    if (kind == 4)
        return {true, fail(ErrorCode::unavailable, "The mail server " + server.place() +
                                                       " asks to try later: " + answer.text())};
    if (kind == 5 && code == CURLE_LOGIN_DENIED)
        return {false, fail(ErrorCode::io_error,
                            "The mail server " + server.place() +
                                " refuses the user or the password: " + answer.text() +
                                ". Check --smtp-user and --smtp-password-file.")};
    if (kind == 5 && code != CURLE_USE_SSL_FAILED)
        return {false, fail(ErrorCode::io_error, "The mail server " + server.place() +
                                                     " refuses the mail: " + answer.text())};
    return no_answer_trouble(code, server);
}

}  // namespace ensemble::outbound
