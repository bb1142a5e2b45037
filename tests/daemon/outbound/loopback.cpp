// SPDX-License-Identifier: Apache-2.0
#include "loopback.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace ensemble::tests {

Peer::~Peer() {
    SSL_free(tls_);
    SSL_CTX_free(context_);
    ::close(descriptor_);
}

bool Peer::begin_tls(const Certificate& certificate) {
    context_ = SSL_CTX_new(TLS_server_method());
    SSL_CTX_use_certificate_chain_file(context_, certificate.certificate_path().c_str());
    SSL_CTX_use_PrivateKey_file(context_, certificate.key_path().c_str(), SSL_FILETYPE_PEM);
    tls_ = SSL_new(context_);
    SSL_set_fd(tls_, descriptor_);
    return SSL_accept(tls_) == 1;
}

bool Peer::fill() {
    std::array<char, 4096> piece{};
    const auto got = tls_ != nullptr
                         ? SSL_read(tls_, piece.data(), static_cast<int>(piece.size()))
                         : static_cast<int>(::recv(descriptor_, piece.data(), piece.size(), 0));
    if (got <= 0) return false;
    unread_.append(piece.data(), static_cast<std::size_t>(got));
    return true;
}

bool Peer::read_line(std::string& line) {
    std::size_t end = 0;
    while ((end = unread_.find("\r\n")) == std::string::npos)
        if (!fill()) return false;
    line = unread_.substr(0, end);
    unread_.erase(0, end + 2);
    return true;
}

void Peer::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent =
            tls_ != nullptr
                ? SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()))
                : static_cast<int>(::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
        if (sent <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void Peer::wait_for_end() {
    while (fill())
        unread_.clear();
}

void Peer::shut_down() {
    ::shutdown(descriptor_, SHUT_RDWR);
}

LoopbackServer::LoopbackServer(Serve serve, std::uint16_t port, const char* host)
    : serve_(std::move(serve)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    REQUIRE(::inet_pton(AF_INET, host, &address.sin_addr) == 1);
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(listener_, 16) == 0);
    socklen_t size = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
}

LoopbackServer::~LoopbackServer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        for (Peer& peer : peers_)
            peer.shut_down();
    }
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    for (std::thread& thread : threads_)
        thread.join();
}

void LoopbackServer::accept_all() {
    // OpenSSL writes to peers that are gone; the threads of this one inherit the mask.
    sigset_t broken_pipe;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    for (;;) {
        const int accepted = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (accepted < 0) return;
        const std::lock_guard lock(mutex_);
        if (stopping_) {
            ::close(accepted);
            return;
        }
        ++connections_;
        Peer& peer = peers_.emplace_back(accepted);
        threads_.emplace_back([this, &peer] {
            serve_(peer);
            peer.shut_down();
        });
    }
}

std::uint16_t free_port() {
    const LoopbackServer server([](Peer&) {});
    return server.port();
}

}  // namespace ensemble::tests
