// SPDX-License-Identifier: Apache-2.0
#include "daemon/outbound/mailer.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <set>
#include <utility>

#include "daemon/outbound/mail_server.h"
#include "daemon/outbound/transfers.h"

namespace ensemble::outbound {

namespace {

constexpr std::size_t connections_max = 2;
// How long a server may take to say goodbye. The thread waits for it.
constexpr long goodbye_s = 1;

struct Letter {
    std::string to;
    std::string message;
    Mailer::Done done;
    bool once = false;
    std::size_t tries = 0;
};
using LetterPointer = std::shared_ptr<Letter>;

struct ListEnd {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// What one try reads and writes.
struct Try {
    LetterPointer letter;
    std::size_t sent = 0;
    ServerAnswer answer;
    std::unique_ptr<curl_slist, ListEnd> recipients;
    CURL* easy = nullptr;
};

std::size_t read_message(char* into, std::size_t size, std::size_t count, void* user) {
    Try& one = *static_cast<Try*>(user);
    const std::string& message = one.letter->message;
    const std::size_t bytes = message.copy(into, size * count, one.sent);
    one.sent += bytes;
    return bytes;
}

std::size_t hear_line(char* line, std::size_t size, std::size_t count, void* user) {
    Try& one = *static_cast<Try*>(user);
    constexpr int greetings = 2;  // to the connection and to our name
    const bool whole = one.answer.take_line({line, size * count});
    const bool refused = one.answer.answers() > greetings && one.answer.code() >= 400;
    const bool took_all = one.sent == one.letter->message.size() && one.answer.code() == 250;
    // Nothing but the goodbye is left to hear.
    if (whole && (refused || took_all))
        curl_easy_setopt(one.easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, goodbye_s);
    return size * count;
}

// Servers like to repeat the address that they refuse.
std::string without_address(std::string text, const std::string& address) {
    constexpr std::string_view in_place = "(address)";
    for (std::size_t at = text.find(address); at != std::string::npos;
         at = text.find(address, at + in_place.size()))
        text.replace(at, address.size(), in_place);
    return text;
}

bool to_the_end(const Letter& letter, const MailOptions& options) {
    return letter.once || letter.tries > options.retry_delays_ms.size();
}

}  // namespace

struct Mailer::State : std::enable_shared_from_this<Mailer::State> {
    State(Transfers& outside, MailOptions said) : transfers(outside), options(std::move(said)) {}

    Transfers& transfers;
    const MailOptions options;
    MailServer server;
    Mailbox from;
    std::atomic<std::size_t> open_now = 0;  // taken and not done

    // On the thread of the transfers only.
    std::set<LetterPointer> open;
    std::deque<LetterPointer> ready;
    std::size_t connections = 0;

    void take(LetterPointer letter);
    void go_on();
    bool start(const LetterPointer& letter);
    void set_options(Try& one) const;
    void ended(const Try& one, CURLcode code);
    void try_later(const LetterPointer& letter, const Error& error);
    void finish(LetterPointer letter, const Result<Delivery>& result);
    void end_all();
};

void Mailer::State::take(LetterPointer letter) {
    open.insert(letter);
    ready.push_back(std::move(letter));
    go_on();
}

void Mailer::State::go_on() {
    while (connections < connections_max && !ready.empty()) {
        const LetterPointer letter = std::move(ready.front());
        ready.pop_front();
        if (!start(letter))
            finish(letter, fail(ErrorCode::unavailable, "There is no memory to send a mail."));
    }
}

void Mailer::State::set_options(Try& one) const {
    CURL* const easy = one.easy;
    const auto set = [easy](CURLoption option, auto value) {
        curl_easy_setopt(easy, option, value);
    };
    set(CURLOPT_URL, server.url().c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_USE_SSL,
        static_cast<long>(options.tls == MailTls::required ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!options.ca_file.empty()) set(CURLOPT_CAINFO, options.ca_file.c_str());
    if (!options.user.empty()) {
        set(CURLOPT_USERNAME, options.user.c_str());
        set(CURLOPT_PASSWORD, options.password.c_str());
    }
    set(CURLOPT_MAIL_FROM, ("<" + from.address + ">").c_str());
    set(CURLOPT_MAIL_RCPT, one.recipients.get());
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, &read_message);
    set(CURLOPT_READDATA, &one);
    set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(one.letter->message.size()));
    set(CURLOPT_HEADERFUNCTION, &hear_line);
    set(CURLOPT_HEADERDATA, &one);
    set(CURLOPT_FORBID_REUSE, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout_ms));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(options.mail_timeout_ms));
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT,
        static_cast<long>(std::max<std::int64_t>(1, options.answer_timeout_ms / 1000)));
}

bool Mailer::State::start(const LetterPointer& letter) {
    auto one = std::make_shared<Try>();
    Easy easy = make_easy();
    one->letter = letter;
    one->recipients.reset(curl_slist_append(nullptr, ("<" + letter->to + ">").c_str()));
    if (easy == nullptr || one->recipients == nullptr) return false;
    one->easy = easy.get();
    set_options(*one);
    ++connections;
    ++letter->tries;
    transfers.start(std::move(easy), [self = shared_from_this(), one](CURLcode code) {
        --self->connections;
        self->ended(*one, code);
        self->go_on();
    });
    return true;
}

void Mailer::State::ended(const Try& one, CURLcode code) {
    const LetterPointer& letter = one.letter;
    if (code == CURLE_OK)
        return finish(letter, Delivery{one.answer.text(), static_cast<int>(letter->tries)});
    MailTrouble trouble = explain(code, one.answer, server);
    if (trouble.passes && !to_the_end(*letter, options)) return try_later(letter, trouble.error);
    if (letter->tries > 1)
        trouble.error.detail += " Tried " + std::to_string(letter->tries) + " times.";
    if (options.note)
        options.note("a mail was not sent: " + without_address(trouble.error.detail, letter->to));
    finish(letter, std::move(trouble.error));
}

void Mailer::State::try_later(const LetterPointer& letter, const Error& error) {
    const std::int64_t delay_ms = options.retry_delays_ms[letter->tries - 1];
    if (options.note)
        options.note("a mail has to wait " + std::to_string(delay_ms / 1000) +
                     " s for its next try: " + without_address(error.detail, letter->to));
    transfers.after(delay_ms, [self = shared_from_this(), letter] {
        self->ready.push_back(letter);
        self->go_on();
    });
}

// Takes the letter by value: it may be the one in the set.
// NOLINTNEXTLINE(performance-unnecessary-value-param)
void Mailer::State::finish(LetterPointer letter, const Result<Delivery>& result) {
    if (open.erase(letter) == 0) return;
    --open_now;
    letter->done(result);
}

void Mailer::State::end_all() {
    ready.clear();
    while (!open.empty())
        finish(*open.begin(),
               fail(ErrorCode::unavailable, "The server stops; the mail has not been sent."));
}

namespace {

Result<void> check_options(const MailOptions& options, const MailServer& server) {
    if (options.user.empty() != options.password.empty())
        return fail(ErrorCode::bad_request,
                    "The user of the mail server and its password need each other.");
    const bool open_way = options.tls == MailTls::off && !server.loopback();
    if (open_way && server.tls_from_the_start)
        return fail(ErrorCode::bad_request, "smtps:// is TLS: it contradicts --smtp-tls off.");
    if (open_way && !options.user.empty())
        return fail(ErrorCode::bad_request,
                    "With --smtp-tls off anybody on the way could read the password of the mail "
                    "server. Use TLS, or no --smtp-user.");
    return {};
}

}  // namespace

Result<std::unique_ptr<Mailer>> Mailer::open(Transfers& transfers, MailOptions options) {
    auto state = std::make_shared<State>(transfers, std::move(options));
    if (!state->options.url.empty()) {
        auto server = parse_mail_server(state->options.url);
        if (!server) return server.error();
        if (auto fine = check_options(state->options, *server); !fine) return fine.error();
        auto from = parse_mailbox(state->options.from);
        if (!from)
            return fail(from.error().code,
                        "The sender of mails (--smtp-from) is not well written: " +
                            from.error().detail);
        state->server = std::move(*server);
        state->from = std::move(*from);
        transfers.at_stop([state] { state->end_all(); });
    }
    return std::unique_ptr<Mailer>(new Mailer(std::move(state)));
}

bool Mailer::configured() const {
    return !state_->options.url.empty();
}

Result<void> Mailer::send(Mail mail, Done done) {
    if (!configured())
        return fail(
            ErrorCode::unsupported,
            "This server sends no mail. Its operator can name a mail server by --smtp-url.");
    if (auto fine = check_mail(mail); !fine) return fine;
    if (++state_->open_now > state_->options.waiting_max) {
        --state_->open_now;
        return fail(ErrorCode::unavailable, "Too many mails wait to be sent. Try again later.");
    }
    auto letter = std::make_shared<Letter>();
    letter->message =
        compose(mail, state_->from, state_->options.now(), state_->options.fresh_id());
    letter->to = std::move(mail.to);
    letter->done = std::move(done);
    letter->once = mail.once;
    if (state_->transfers.post([state = state_, letter] { state->take(letter); })) return {};
    --state_->open_now;
    return fail(ErrorCode::unavailable, "The server stops; the mail has not been sent.");
}

}  // namespace ensemble::outbound
