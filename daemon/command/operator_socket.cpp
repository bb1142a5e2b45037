// SPDX-License-Identifier: Apache-2.0
#include "daemon/command/operator_socket.h"

#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

namespace ensemble::command {

namespace {

constexpr std::size_t message_bytes_max = 1u << 20;

// A socket address holds only about 100 bytes of path: a longer one is reached through the
// folder's descriptor.
struct Address {
    sockaddr_un value{};
    int folder = -1;
    ~Address() {
        if (folder >= 0) ::close(folder);
    }
};

bool fill(Address& address, const std::string& path) {
    address.value.sun_family = AF_UNIX;
    std::string name = path;
    if (path.size() >= sizeof address.value.sun_path) {
        const std::size_t slash = path.rfind('/');
        if (slash == std::string::npos) return false;
        address.folder = ::open(path.substr(0, slash).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (address.folder < 0) return false;
        name = "/proc/self/fd/" + std::to_string(address.folder) + path.substr(slash);
        if (name.size() >= sizeof address.value.sun_path) return false;
    }
    std::memcpy(address.value.sun_path, name.c_str(), name.size() + 1);
    return true;
}

void set_timeout(int connection, int seconds) {
    const timeval limit{seconds, 0};
    ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

bool send_all(int connection, std::string_view text) {
    while (!text.empty()) {
        const ssize_t sent = ::send(connection, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

// Up to the end of the line; nullopt when it does not come or is too long.
std::optional<std::string> read_line(int connection) {
    std::string text;
    char piece[4096];
    while (text.size() < message_bytes_max) {
        const ssize_t count = ::recv(connection, piece, sizeof piece, 0);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return std::nullopt;
        text.append(piece, static_cast<std::size_t>(count));
        if (text.back() == '\n') {
            text.pop_back();
            return text;
        }
    }
    return std::nullopt;
}

Error trouble(const char* what) {
    return fail(ErrorCode::io_error, std::string(what) + ": " + std::strerror(errno));
}

}  // namespace

Result<std::unique_ptr<OperatorSocket>> OperatorSocket::open(const std::string& path, Serve serve) {
    Address address;
    if (!fill(address, path)) return trouble("The operator's socket cannot be made");
    ::unlink(path.c_str());  // the data folder is locked: whoever left it is gone
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return trouble("The operator's socket cannot be made");
    const mode_t before = ::umask(0177);
    const int bound =
        ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address.value), sizeof address.value);
    ::umask(before);
    int wake[2] = {-1, -1};
    if (bound != 0 || ::listen(descriptor, 8) != 0 || ::pipe2(wake, O_CLOEXEC) != 0) {
        const Error error = trouble("The operator's socket cannot be made");
        ::close(descriptor);
        return error;
    }
    return std::unique_ptr<OperatorSocket>(
        new OperatorSocket(descriptor, wake[0], wake[1], path, std::move(serve)));
}

OperatorSocket::OperatorSocket(int descriptor, int wake_read, int wake_write, std::string path,
                               Serve serve)
    : descriptor_(descriptor), wake_read_(wake_read), wake_write_(wake_write),
      path_(std::move(path)), serve_(std::move(serve)), thread_([this] { run(); }) {}

OperatorSocket::~OperatorSocket() {
    const char stop = 0;
    if (::write(wake_write_, &stop, 1) < 0) ::shutdown(descriptor_, SHUT_RDWR);
    thread_.join();
    ::close(descriptor_);
    ::close(wake_read_);
    ::close(wake_write_);
    ::unlink(path_.c_str());
}

void OperatorSocket::run() {
    for (;;) {
        pollfd waiting[2] = {{descriptor_, POLLIN, 0}, {wake_read_, POLLIN, 0}};
        if (::poll(waiting, 2, -1) < 0 && errno != EINTR) return;
        if (waiting[1].revents != 0) return;
        if (waiting[0].revents == 0) continue;
        const int connection = ::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0) continue;
        answer(connection);
        ::close(connection);
    }
}

void OperatorSocket::answer(int connection) const {
    set_timeout(connection, 5);
    const auto request = read_line(connection);
    if (!request) return;
    send_all(connection, serve_(*request) + "\n");
}

Result<std::string> ask(const std::string& path, const std::string& request) {
    Address address;
    if (!fill(address, path)) return fail(ErrorCode::not_found, "No daemon is running.");
    const int connection = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection < 0) return trouble("No socket could be made");
    std::optional<std::string> reply;
    const bool connected = ::connect(connection, reinterpret_cast<const sockaddr*>(&address.value),
                                     sizeof address.value) == 0;
    if (connected) {
        set_timeout(connection, 3600);  // a check or a backup takes its time
        if (send_all(connection, request + "\n")) reply = read_line(connection);
    }
    ::close(connection);
    if (!connected) return fail(ErrorCode::not_found, "No daemon is running.");
    if (!reply) return fail(ErrorCode::unavailable, "The running daemon gave no answer.");
    return std::move(*reply);
}

}  // namespace ensemble::command
