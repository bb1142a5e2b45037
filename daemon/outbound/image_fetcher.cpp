// SPDX-License-Identifier: Apache-2.0
#include "daemon/outbound/image_fetcher.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "daemon/outbound/image_type.h"
#include "daemon/outbound/public_address.h"
#include "daemon/outbound/transfers.h"

namespace ensemble::outbound {

namespace {

constexpr std::size_t connections_max = 8;

// One picture, from the first request to the answer, with all redirects.
struct Fetch {
    std::string asked;  // the address that was asked for
    std::string now;    // where it is looked for
    std::vector<ImageFetcher::Done> waiting;
    std::int64_t end_ms = 0;
    std::size_t redirects = 0;
    std::string body;
    bool too_large = false;
    bool not_public = false;
    const ImageOptions* options = nullptr;
    CURL* easy = nullptr;
};
using FetchPointer = std::shared_ptr<Fetch>;

struct ListEnd {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

bool is(const sockaddr& address, const std::string& text) {
    std::array<char, INET6_ADDRSTRLEN> name{};
    const void* bytes = nullptr;
    if (address.sa_family == AF_INET)
        bytes = &reinterpret_cast<const sockaddr_in*>(&address)->sin_addr;
    if (address.sa_family == AF_INET6)
        bytes = &reinterpret_cast<const sockaddr_in6*>(&address)->sin6_addr;
    return bytes != nullptr &&
           ::inet_ntop(address.sa_family, bytes, name.data(), name.size()) != nullptr &&
           text == name.data();
}

curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* address) {
    Fetch& fetch = *static_cast<Fetch*>(user);
    if (!is_public(address->addr) && !is(address->addr, fetch.options->address_of_tests)) {
        fetch.not_public = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t take_bytes(char* bytes, std::size_t size, std::size_t count, void* user) {
    Fetch& fetch = *static_cast<Fetch*>(user);
    if (fetch.body.size() + size * count > limits::badge_bytes_max) {
        fetch.too_large = true;
        return 0;
    }
    fetch.body.append(bytes, size * count);
    return size * count;
}

const curl_slist* headers() {
    static const std::unique_ptr<curl_slist, ListEnd> list(curl_slist_append(
        nullptr, "Accept: image/svg+xml, image/png, image/gif, image/webp, image/jpeg"));
    return list.get();
}

Error transfer_error(const Fetch& fetch, CURLcode code) {
    if (fetch.too_large || code == CURLE_FILESIZE_EXCEEDED)
        return fail(ErrorCode::too_large, "The badge is larger than " +
                                              std::to_string(limits::badge_bytes_max >> 10) +
                                              " KiB.");
    if (fetch.not_public)
        return fail(ErrorCode::forbidden, "The host of the badge has no public address.");
    if (code == CURLE_OPERATION_TIMEDOUT)
        return fail(ErrorCode::unavailable, "The host of the badge took too long.");
    if (code == CURLE_COULDNT_RESOLVE_HOST)
        return fail(ErrorCode::unavailable,
                    "The name service does not know the host of the badge.");
    return fail(ErrorCode::unavailable,
                std::string("The badge could not be fetched: ") + curl_easy_strerror(code) + ".");
}

ImageAnswer read_answer(Fetch& fetch, long status) {
    if (status == 404 || status == 410)
        return fail(ErrorCode::not_found, "The host of the badge does not know it.");
    if (status != 200)
        return fail(ErrorCode::unavailable,
                    "The host of the badge answers with status " + std::to_string(status) + ".");
    const char* said = nullptr;
    curl_easy_getinfo(fetch.easy, CURLINFO_CONTENT_TYPE, &said);
    auto type = image_type(said == nullptr ? "" : said, fetch.body);
    if (!type) return type.error();
    return std::shared_ptr<const Image>(
        std::make_shared<Image>(Image{std::move(*type), std::move(fetch.body)}));
}

}  // namespace

struct ImageFetcher::State : std::enable_shared_from_this<ImageFetcher::State> {
    State(Transfers& outside, ImageOptions said, AllowedImages hosts)
        : transfers(outside), options(std::move(said)), allowed(std::move(hosts)),
          cache(options.cache_bytes_max) {}

    Transfers& transfers;
    const ImageOptions options;
    const AllowedImages allowed;
    std::atomic<std::size_t> open_now = 0;  // taken and not answered

    // On the thread of the transfers only.
    ImageCache cache;
    std::map<std::string, FetchPointer> open;
    std::deque<FetchPointer> ready;
    std::size_t connections = 0;

    std::int64_t now_ms() const {
        return options.steady_ms ? options.steady_ms() : Transfers::steady_ms();
    }
    void ask(const std::string& url, Done done);
    void answer(const Done& done, const ImageAnswer& answer);
    void go_on();
    bool start(const FetchPointer& fetch);
    void set_options(Fetch& fetch) const;
    void ended(const FetchPointer& fetch, CURLcode code);
    Result<void> follow(Fetch& fetch, const std::string& to) const;
    void finish(const FetchPointer& fetch, const ImageAnswer& result);
    void end_all();
};

void ImageFetcher::State::answer(const Done& done, const ImageAnswer& answer) {
    --open_now;
    done(answer);
}

void ImageFetcher::State::ask(const std::string& url, Done done) {
    if (const auto known = cache.find(url, now_ms())) return answer(done, *known);
    FetchPointer& fetch = open[url];
    if (fetch == nullptr) {
        fetch = std::make_shared<Fetch>();
        fetch->asked = url;
        fetch->now = url;
        fetch->options = &options;
        ready.push_back(fetch);
    }
    fetch->waiting.push_back(std::move(done));
    go_on();
}

void ImageFetcher::State::go_on() {
    while (connections < connections_max && !ready.empty()) {
        const FetchPointer fetch = std::move(ready.front());
        ready.pop_front();
        fetch->end_ms = Transfers::steady_ms() + options.timeout_ms;
        if (!start(fetch))
            finish(fetch, fail(ErrorCode::unavailable, "There is no memory to fetch a badge."));
    }
}

void ImageFetcher::State::set_options(Fetch& fetch) const {
    const auto set = [easy = fetch.easy](CURLoption option, auto value) {
        curl_easy_setopt(easy, option, value);
    };
    const std::int64_t left_ms = std::max<std::int64_t>(1, fetch.end_ms - Transfers::steady_ms());
    set(CURLOPT_URL, fetch.now.c_str());
    set(CURLOPT_PROTOCOLS_STR, options.http_of_tests ? "https,http" : "https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(left_ms));
    set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(limits::badge_bytes_max));
    set(CURLOPT_USERAGENT, "Ensemble");
    set(CURLOPT_HTTPHEADER, headers());
    set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
    set(CURLOPT_OPENSOCKETDATA, &fetch);
    set(CURLOPT_WRITEFUNCTION, &take_bytes);
    set(CURLOPT_WRITEDATA, &fetch);
}

bool ImageFetcher::State::start(const FetchPointer& fetch) {
    Easy easy = make_easy();
    if (easy == nullptr) return false;
    fetch->easy = easy.get();
    fetch->body.clear();
    set_options(*fetch);
    ++connections;
    transfers.start(std::move(easy), [self = shared_from_this(), fetch](CURLcode code) {
        --self->connections;
        self->ended(fetch, code);
        self->go_on();
    });
    return true;
}

void ImageFetcher::State::ended(const FetchPointer& fetch, CURLcode code) {
    if (code != CURLE_OK) return finish(fetch, transfer_error(*fetch, code));
    long status = 0;
    const char* target = nullptr;
    curl_easy_getinfo(fetch->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(fetch->easy, CURLINFO_REDIRECT_URL, &target);
    if (status / 100 != 3 || target == nullptr) return finish(fetch, read_answer(*fetch, status));
    if (auto followed = follow(*fetch, target); !followed) return finish(fetch, followed.error());
    if (!start(fetch))
        finish(fetch, fail(ErrorCode::unavailable, "There is no memory to fetch a badge."));
}

Result<void> ImageFetcher::State::follow(Fetch& fetch, const std::string& to) const {
    if (++fetch.redirects > limits::badge_redirects_max)
        return fail(ErrorCode::unavailable, "The host of the badge redirects in circles.");
    auto address = parse_image_address(to, options.http_of_tests);
    if (!address || !allowed.allow(*address))
        return fail(ErrorCode::forbidden,
                    "The host of the badge redirects to one that is not allowed.");
    fetch.now = address->url;
    return {};
}

void ImageFetcher::State::finish(const FetchPointer& fetch, const ImageAnswer& result) {
    open.erase(fetch->asked);
    cache.keep(fetch->asked, result, now_ms() + (result ? options.keep_ms : options.keep_error_ms));
    for (const Done& done : std::exchange(fetch->waiting, {}))
        answer(done, result);
}

void ImageFetcher::State::end_all() {
    ready.clear();
    for (const auto& [url, fetch] : std::exchange(open, {}))
        finish(fetch, fail(ErrorCode::unavailable, "The server stops."));
}

Result<std::unique_ptr<ImageFetcher>> ImageFetcher::open(Transfers& transfers,
                                                         ImageOptions options) {
    auto allowed = AllowedImages::parse(options.hosts);
    if (!allowed) return allowed.error();
    auto state = std::make_shared<State>(transfers, std::move(options), std::move(*allowed));
    transfers.at_stop([state] { state->end_all(); });
    return std::unique_ptr<ImageFetcher>(new ImageFetcher(std::move(state)));
}

Result<void> ImageFetcher::fetch(const std::string& url, Done done) {
    auto address = parse_image_address(url, state_->options.http_of_tests);
    if (!address) return address.error();
    if (!state_->allowed.allow(*address))
        return fail(ErrorCode::forbidden, "Badges of " + address->host +
                                              " are not shown here. The operator of this server "
                                              "can allow them by --badge-hosts.");
    if (++state_->open_now > state_->options.waiting_max) {
        --state_->open_now;
        return fail(ErrorCode::unavailable, "Too many badges are being fetched. Try again.");
    }
    const bool posted = state_->transfers.post(
        [state = state_, url = address->url, done = std::move(done)]() mutable {
            state->ask(url, std::move(done));
        });
    if (posted) return {};
    --state_->open_now;
    return fail(ErrorCode::unavailable, "The server stops.");
}

}  // namespace ensemble::outbound
