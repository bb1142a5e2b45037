// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>

#include "client.h"
#include "house.h"
#include "packed.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

// A self-signed certificate for "lab" in a folder of its own.
class Certificate {
public:
    Certificate() {
        std::string pattern = (std::filesystem::temp_directory_path() / "tls_XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        EVP_PKEY* const key = EVP_EC_gen("P-256");
        X509* const certificate = X509_new();
        X509_set_version(certificate, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_NAME* const name = X509_get_subject_name(certificate);
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>("lab"), -1, -1, 0);
        X509_set_issuer_name(certificate, name);
        X509_set_pubkey(certificate, key);
        X509_sign(certificate, key, EVP_sha256());
        std::FILE* file = std::fopen(certificate_path().c_str(), "w");
        PEM_write_X509(file, certificate);
        std::fclose(file);
        file = std::fopen(key_path().c_str(), "w");
        PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(file);
        X509_free(certificate);
        EVP_PKEY_free(key);
    }
    Certificate(const Certificate&) = delete;
    Certificate& operator=(const Certificate&) = delete;
    ~Certificate() { std::filesystem::remove_all(folder_); }

    std::string certificate_path() const { return folder_ + "/certificate.pem"; }
    std::string key_path() const { return folder_ + "/key.pem"; }
    net::ServerOptions options() const {
        net::ServerOptions out;
        out.certificate_path = certificate_path();
        out.key_path = key_path();
        return out;
    }

private:
    std::string folder_;
};

class TlsClient {
public:
    TlsClient(std::uint16_t port, const Certificate& trusted, int newest = TLS1_3_VERSION)
        : context_(SSL_CTX_new(TLS_client_method())) {
        SSL_CTX_load_verify_locations(context_, trusted.certificate_path().c_str(), nullptr);
        SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
        SSL_CTX_set_security_level(context_, 0);
        SSL_CTX_set_min_proto_version(context_, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context_, newest);
        const std::string place = "127.0.0.1:" + std::to_string(port);
        bio_ = BIO_new_ssl_connect(context_);
        BIO_set_conn_hostname(bio_, place.c_str());
        connected_ = BIO_do_connect(bio_) == 1;
    }
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;
    ~TlsClient() {
        BIO_free_all(bio_);
        SSL_CTX_free(context_);
    }

    bool connected() const { return connected_; }
    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            const int sent = BIO_write(bio_, bytes.data(), static_cast<int>(bytes.size()));
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    std::string receive_bytes(std::size_t bytes) {
        std::string out(bytes, '\0');
        std::size_t have = 0;
        while (have < bytes) {
            const int got = BIO_read(bio_, out.data() + have, static_cast<int>(bytes - have));
            if (got <= 0) break;
            have += static_cast<std::size_t>(got);
        }
        return out.substr(0, have);
    }
    // Everything up to a clean end.
    std::string receive_all() {
        std::string out;
        std::array<char, 16384> piece;
        int got = 0;
        while ((got = BIO_read(bio_, piece.data(), static_cast<int>(piece.size()))) > 0)
            out.append(piece.data(), static_cast<std::size_t>(got));
        clean_end_ = got == 0;
        return out;
    }
    bool clean_end() const { return clean_end_; }

private:
    SSL_CTX* context_;
    BIO* bio_ = nullptr;
    bool connected_ = false;
    bool clean_end_ = false;
};

class Echo final : public http::SocketPeer {
public:
    explicit Echo(std::shared_ptr<http::Mailbox> mailbox) : mailbox_(std::move(mailbox)) {}
    void received(std::string text) override {
        mailbox_->post(std::make_shared<const std::string>(std::move(text)));
        mailbox_->close("done");
    }
    void closed() override {}

private:
    std::shared_ptr<http::Mailbox> mailbox_;
};

http::Route live() {
    http::Route out;
    out.method = "GET";
    out.pattern = "/live";
    out.open_socket =
        [](const http::Request&,
           std::shared_ptr<http::Mailbox> mailbox) -> Result<std::shared_ptr<http::SocketPeer>> {
        return std::shared_ptr<http::SocketPeer>(std::make_shared<Echo>(std::move(mailbox)));
    };
    return out;
}

std::vector<http::Route> routes() {
    return {live(),
            route("GET", "/",
                  [](http::Request&& request, const http::Reply& reply) {
                      reply(http::text(200, request.origin() + " " + request.remote));
                  }),
            route("POST", "/echo", echo(), http::Where::core, 10u << 20)};
}

}  // namespace

TEST_CASE("requests and answers pass through TLS and the end is clean") {
    const Certificate certificate;
    House house(routes(), certificate.options());
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        TlsClient client(house.port(), certificate, version);
        REQUIRE(client.connected());
        const std::string body = noise(5'000'000);
        client.send(get("/") + post("/echo", body, "Connection: close\r\n"));
        const std::string answers = client.receive_all();
        CHECK(answers.find("\r\n\r\nhttps://lab 127.0.0.1HTTP/1.1 200 OK\r\n") !=
              std::string::npos);
        CHECK(answers.ends_with(body));
        CHECK(client.clean_end());
    }
}

TEST_CASE("a WebSocket works over TLS") {
    const Certificate certificate;
    House house(routes(), certificate.options());
    TlsClient client(house.port(), certificate);
    REQUIRE(client.connected());
    client.send(get("/live", "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                             "Origin: https://lab\r\nSec-WebSocket-Version: 13\r\n"
                             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
    std::string head;
    while (!head.ends_with("\r\n\r\n")) {
        const std::string byte = client.receive_bytes(1);
        REQUIRE(byte.size() == 1);
        head += byte;
    }
    CHECK(head.starts_with("HTTP/1.1 101 "));
    client.send(std::string("\x81\x82\0\0\0\0hi", 8));
    CHECK(client.receive_bytes(4) == "\x81\x02hi");
    CHECK(client.receive_bytes(8) == "\x88\x06\x03\xf0"
                                     "done");
}

TEST_CASE("versions before TLS 1.2 are refused") {
    const Certificate certificate;
    House house(routes(), certificate.options());
    TlsClient old(house.port(), certificate, TLS1_1_VERSION);
    CHECK_FALSE(old.connected());
}

TEST_CASE("clients that do not speak TLS, or speak nonsense, are left alone") {
    const Certificate certificate;
    net::ServerOptions options = certificate.options();
    options.header_timeout_ms = 100;
    options.sweep_ms = 10;
    House house(routes(), options);
    Client plain(house.port());
    REQUIRE(plain.send(get("/")));
    CHECK(plain.receive().status == 0);
    Client silent(house.port());
    CHECK(silent.closed());
    for (unsigned seed = 0; seed < 50; ++seed) {
        Client noisy(house.port());
        noisy.send("\x16\x03\x01" + noise(200, seed));
        noisy.stop_sending();
        noisy.receive();
    }
    TlsClient fine(house.port(), certificate);
    CHECK(fine.connected());
}

TEST_CASE("a key that does not fit its certificate is noticed at the start") {
    const Certificate one;
    const Certificate two;
    const http::Router router;
    CoreThread core;
    net::ServerOptions options = one.options();
    options.key_path = two.key_path();
    const auto server = net::Server::open(options, router, core);
    REQUIRE_FALSE(server);
    CHECK(server.error().code == ErrorCode::bad_request);
}

TEST_CASE("stop does not wait long for TLS clients that say nothing") {
    const Certificate certificate;
    House house(routes(), certificate.options());
    TlsClient client(house.port(), certificate);
    REQUIRE(client.connected());
    house.server().stop(60'000);
    CHECK(house.server().counts().connections_now == 0);
}
