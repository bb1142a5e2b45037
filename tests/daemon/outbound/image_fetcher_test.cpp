// SPDX-License-Identifier: Apache-2.0
#include "daemon/outbound/image_fetcher.h"

#include <doctest/doctest.h>

#include <future>
#include <map>
#include <mutex>
#include <vector>

#include "daemon/outbound/transfers.h"
#include "loopback.h"

using namespace ensemble;
using namespace ensemble::outbound;
using namespace ensemble::tests;

namespace {

constexpr std::string_view svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>";

std::string answer(const std::string& status, const std::string& headers, std::string_view body) {
    return "HTTP/1.1 " + status + "\r\n" + headers + "Connection: close\r\n\r\n" +
           std::string(body);
}

std::string picture() {
    return answer("200 OK", "Content-Type: image/svg+xml;charset=utf-8\r\n", svg);
}

std::string redirect(const std::string& to) {
    return answer("302 Found", "Location: " + to + "\r\n", "");
}

// A web server that answers each path as told; an empty answer is silence.
class Web {
public:
    explicit Web(const char* host = "127.0.0.1")
        : host_(host), server_([this](Peer& peer) { serve(peer); }, 0, host) {}

    std::string url(const std::string& path) const { return "http://" + place() + path; }
    std::string place() const { return host_ + ":" + std::to_string(server_.port()); }
    void put(const std::string& path, std::string text) {
        const std::lock_guard lock(mutex_);
        answers_[path] = std::move(text);
    }
    std::vector<std::string> requests() {
        const std::lock_guard lock(mutex_);
        return requests_;
    }

private:
    void serve(Peer& peer) {
        std::string request;
        std::string line;
        while (peer.read_line(line) && !line.empty())
            request += line + "\n";
        const std::size_t path = request.find(' ') + 1;
        std::string text;
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(request);
            text = answers_[request.substr(path, request.find(' ', path) - path)];
        }
        peer.write(text);
        if (text.empty()) peer.wait_for_end();
    }

    std::string host_;
    std::mutex mutex_;
    std::map<std::string, std::string> answers_;
    std::vector<std::string> requests_;
    LoopbackServer server_;  // last: its threads use the rest
};

ImageOptions options_for(const std::string& hosts) {
    ImageOptions options;
    options.hosts = hosts;
    options.address_of_tests = "127.0.0.1";
    options.http_of_tests = true;
    return options;
}

// A fetcher with a thread of its own, whose answers are waited for.
class Browser {
public:
    explicit Browser(ImageOptions options) {
        auto opened = ImageFetcher::open(transfers_, std::move(options));
        REQUIRE(opened);
        fetcher_ = std::move(*opened);
    }
    std::future<ImageAnswer> begin(const std::string& url) {
        auto promise = std::make_shared<std::promise<ImageAnswer>>();
        auto taken =
            fetcher_->fetch(url, [promise](const ImageAnswer& got) { promise->set_value(got); });
        if (!taken) promise->set_value(taken.error());
        return promise->get_future();
    }
    ImageAnswer get(const std::string& url) { return begin(url).get(); }
    ErrorCode refusal(const std::string& url) {
        const ImageAnswer got = get(url);
        REQUIRE_FALSE(got);
        return got.error().code;
    }
    void stop() { transfers_.stop(); }

private:
    Transfers transfers_;
    std::unique_ptr<ImageFetcher> fetcher_;
};

}  // namespace

TEST_CASE("a picture comes with its media type, and the host learns nothing of who asks") {
    Web web;
    web.put("/badge?a=b%20c", picture());
    Browser browser(options_for(web.place()));
    const ImageAnswer got = browser.get(web.url("/badge?a=b%20c"));
    REQUIRE(got);
    CHECK((*got)->media_type == "image/svg+xml");
    CHECK((*got)->bytes == svg);
    const std::string request = web.requests().at(0);
    for (const char* name : {"Cookie", "Referer", "Authorization", "X-Forwarded", "Via"})
        CHECK(request.find(name) == std::string::npos);
    CHECK(request.find("User-Agent: Ensemble\n") != std::string::npos);
}

TEST_CASE("the same picture is fetched once") {
    Web web;
    web.put("/badge", picture());
    std::atomic<std::int64_t> now_ms = 0;
    ImageOptions options = options_for(web.place());
    options.steady_ms = [&] { return now_ms.load(); };
    Browser browser(options);
    CHECK(browser.get(web.url("/badge")));
    CHECK(browser.get(web.url("/badge#fragment")));
    now_ms = options.keep_ms - 1;
    CHECK(browser.get(web.url("/badge")));
    CHECK(web.requests().size() == 1);
    now_ms = options.keep_ms;
    CHECK(browser.get(web.url("/badge")));
    CHECK(web.requests().size() == 2);
}

TEST_CASE("an error is kept for a shorter time") {
    Web web;
    web.put("/badge", answer("404 Not Found", "", ""));
    std::atomic<std::int64_t> now_ms = 0;
    ImageOptions options = options_for(web.place());
    options.steady_ms = [&] { return now_ms.load(); };
    Browser browser(options);
    CHECK(browser.refusal(web.url("/badge")) == ErrorCode::not_found);
    web.put("/badge", picture());
    CHECK(browser.refusal(web.url("/badge")) == ErrorCode::not_found);
    now_ms = options.keep_error_ms;
    CHECK(browser.get(web.url("/badge")));
    CHECK(web.requests().size() == 2);
}

TEST_CASE("those who ask while a picture is on its way share it") {
    Web web;
    std::promise<void> open_door;
    const std::shared_future<void> opened = open_door.get_future().share();
    LoopbackServer slow([&](Peer& peer) {
        opened.wait();
        peer.write(picture());
    });
    const std::string place = "127.0.0.1:" + std::to_string(slow.port());
    Browser browser(options_for(place));
    auto first = browser.begin("http://" + place + "/");
    auto second = browser.begin("http://" + place + "/");
    open_door.set_value();
    CHECK(first.get());
    CHECK(second.get());
    CHECK(slow.connections() == 1);
}

TEST_CASE("only so many may wait") {
    Web web;
    ImageOptions options = options_for(web.place());
    options.waiting_max = 2;
    Browser browser(options);
    auto first = browser.begin(web.url("/1"));
    auto second = browser.begin(web.url("/2"));
    CHECK(browser.refusal(web.url("/3")) == ErrorCode::unavailable);
    browser.stop();
    CHECK(first.get().error().code == ErrorCode::unavailable);
    CHECK(second.get().error().code == ErrorCode::unavailable);
    CHECK(browser.refusal(web.url("/4")) == ErrorCode::unavailable);
}

TEST_CASE("no connection is made to an address that is not public") {
    for (const char* host :
         {"127.0.0.1", "127.0.0.2", "10.1.2.3", "169.254.169.254", "192.168.0.1", "100.64.0.1",
          "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:8.8.8.8]", "[fe80::1]", "[fd00::1]",
          "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost"}) {
        CAPTURE(host);
        const std::string url = std::string("https://") + host + "/badge";
        auto address = parse_image_address(url);
        REQUIRE(address);
        ImageOptions options;
        options.hosts = address->host;
        Browser browser(options);
        CHECK(browser.refusal(url) == ErrorCode::forbidden);
        options.hosts = default_image_hosts();
        CHECK(Browser(options).refusal(url) == ErrorCode::forbidden);
    }
}

TEST_CASE("redirects are followed where fetching would be allowed, and only a few") {
    Web web;
    Browser browser(options_for(web.place() + "/good/*"));
    web.put("/good/0", redirect("/good/1"));
    web.put("/good/1", redirect(web.url("/good/2")));
    web.put("/good/2", redirect("3"));
    web.put("/good/3", picture());
    CHECK(browser.get(web.url("/good/0")));
    web.put("/good/4", redirect("/good/0"));
    web.put("/good/5", redirect("/bad/1"));
    web.put("/good/6", redirect("/good/../bad/1"));
    web.put("/good/7", redirect("https://example.org/"));
    web.put("/good/8", redirect("file:///etc/passwd"));
    web.put("/good/9", redirect("http://user:word@" + web.place() + "/good/3"));
    CHECK(browser.refusal(web.url("/good/4")) == ErrorCode::unavailable);
    for (const char* path : {"/good/5", "/good/6", "/good/7", "/good/8", "/good/9"}) {
        CAPTURE(path);
        CHECK(browser.refusal(web.url(path)) == ErrorCode::forbidden);
    }
    for (const std::string& request : web.requests())
        CHECK(request.find("/bad/") == std::string::npos);
}

TEST_CASE("a redirect to a private address ends there, even of an allowed host") {
    Web inside("127.0.0.2");
    inside.put("/", picture());
    Web web;
    web.put("/", redirect(inside.url("/")));
    Browser browser(options_for(web.place() + " " + inside.place()));
    CHECK(browser.refusal(web.url("/")) == ErrorCode::forbidden);
    CHECK(inside.requests().empty());
}

TEST_CASE("a picture has at most its bytes, whether its length is told or not") {
    Web web;
    Browser browser(options_for(web.place()));
    const std::string most =
        std::string(svg) + std::string(limits::badge_bytes_max - svg.size(), ' ');
    const auto told = [](std::size_t bytes) {
        return "Content-Type: image/svg+xml\r\nContent-Length: " + std::to_string(bytes) + "\r\n";
    };
    web.put("/most", answer("200 OK", told(most.size()), most));
    web.put("/told", answer("200 OK", told(most.size() + 1), most + " "));
    web.put("/untold", answer("200 OK", "Content-Type: image/svg+xml\r\n", most + " "));
    CHECK(browser.get(web.url("/most")));
    CHECK(browser.refusal(web.url("/told")) == ErrorCode::too_large);
    CHECK(browser.refusal(web.url("/untold")) == ErrorCode::too_large);
}

TEST_CASE("what is no picture is not shown") {
    Web web;
    Browser browser(options_for(web.place()));
    web.put("/page", answer("200 OK", "Content-Type: text/html\r\n", "<p>Hello"));
    web.put("/lie", answer("200 OK", "Content-Type: image/png\r\n", "<p>Hello"));
    web.put("/none", answer("200 OK", "", svg));
    for (const char* path : {"/page", "/lie", "/none"}) {
        CAPTURE(path);
        CHECK(browser.refusal(web.url(path)) == ErrorCode::unsupported);
    }
    web.put("/broken", answer("500 Oops", "Content-Type: image/svg+xml\r\n", svg));
    CHECK(browser.refusal(web.url("/broken")) == ErrorCode::unavailable);
}

TEST_CASE("a host that says nothing is given up") {
    Web web;
    ImageOptions options = options_for(web.place());
    options.timeout_ms = 100;
    Browser browser(options);
    const ImageAnswer got = browser.get(web.url("/silent"));
    REQUIRE_FALSE(got);
    CHECK(got.error().code == ErrorCode::unavailable);
    CHECK(got.error().detail.find("too long") != std::string::npos);
}

TEST_CASE("only https is fetched unless a test says otherwise") {
    ImageOptions options;
    options.hosts = "127.0.0.1:80";
    Browser browser(options);
    for (const char* url : {"http://127.0.0.1/", "ftp://127.0.0.1/", "file:///etc/passwd", "", "x"})
        CHECK(browser.refusal(url) == ErrorCode::bad_request);
}
