// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <future>

#include "client.h"
#include "house.h"
#include "packed.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

// RFC 6455 section 5.2, as a client sends it: with a mask (of zeros, so that bytes stay readable).
std::string frame(unsigned char opcode, std::string_view bytes) {
    std::string out(1, static_cast<char>(0x80 | opcode));
    if (bytes.size() < 126) {
        out += static_cast<char>(0x80 | bytes.size());
    } else if (bytes.size() < 65536) {
        out += static_cast<char>(0x80 | 126);
        out += static_cast<char>(bytes.size() >> 8);
        out += static_cast<char>(bytes.size() & 0xff);
    } else {
        out += static_cast<char>(0x80 | 127);
        for (int shift = 56; shift >= 0; shift -= 8)
            out += static_cast<char>(bytes.size() >> shift & 0xff);
    }
    return out + std::string(4, '\0') + std::string(bytes);
}

std::string text_frame(std::string_view text) {
    return frame(1, text);
}

struct Frame {
    int opcode = -1;  // -1: the connection ended
    std::string bytes;

    // Of a close frame.
    int code() const {
        if (opcode != 8 || bytes.size() < 2) return 0;
        return static_cast<unsigned char>(bytes[0]) << 8 | static_cast<unsigned char>(bytes[1]);
    }
    std::string reason() const { return bytes.size() > 2 ? bytes.substr(2) : ""; }
};

Frame receive_frame(Client& client) {
    const std::string head = client.receive_bytes(2);
    if (head.size() < 2) return {};
    std::size_t size = static_cast<unsigned char>(head[1]);
    const std::size_t more = size == 126 ? 2 : (size == 127 ? 8 : 0);
    if (more > 0) {
        size = 0;
        for (const char byte : client.receive_bytes(more))
            size = size << 8 | static_cast<unsigned char>(byte);
    }
    return {head[0] & 15, client.receive_bytes(size)};
}

// The close frame that comes after whatever else.
Frame receive_close(Client& client) {
    while (true) {
        Frame one = receive_frame(client);
        if (one.opcode == 8 || one.opcode == -1) return one;
    }
}

constexpr const char* upgrade_headers = "Connection: keep-alive, Upgrade\r\n"
                                        "Upgrade: websocket\r\n"
                                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                        "Sec-WebSocket-Version: 13\r\n";

Reply upgrade(Client& client, std::string_view more = "", std::string_view target = "/live") {
    return client.ask(get(target, upgrade_headers + std::string(more)));
}

// Everything happens on the core thread; what a test waits for is told.
struct Room {
    CoreThread* core = nullptr;
    std::shared_ptr<http::Mailbox> last;
    int closings = 0;
    bool always_on_core = true;
    Told<int> first_closing;

    void on_core() { always_on_core = always_on_core && core->is_here(); }
};

std::shared_ptr<const std::string> text(std::string value) {
    return std::make_shared<const std::string>(std::move(value));
}

class Peer final : public http::SocketPeer {
public:
    Peer(Room& room, std::shared_ptr<http::Mailbox> mailbox)
        : room_(room), mailbox_(std::move(mailbox)) {}
    ~Peer() override { room_.on_core(); }

    void received(std::string message) override {
        room_.on_core();
        if (message == "bye") return mailbox_->close("You said so.");
        if (message == "flood") {
            int posted = 0;
            while (mailbox_->post(text(std::string(10'000, 'x'))))
                ++posted;
            return;
        }
        mailbox_->post(text("echo " + std::move(message)));
    }
    void closed() override {
        room_.on_core();
        ++room_.closings;
        room_.first_closing.tell(1);
    }

private:
    Room& room_;
    std::shared_ptr<http::Mailbox> mailbox_;
};

http::Route live(Room& room) {
    http::Route out;
    out.method = "GET";
    out.pattern = "/live";
    out.open_socket = [&room](const http::Request& request, std::shared_ptr<http::Mailbox> mailbox)
        -> Result<std::shared_ptr<http::SocketPeer>> {
        room.on_core();
        if (request.query == "stranger") return fail(ErrorCode::unauthenticated, "Sign in first.");
        if (request.query == "welcome") mailbox->post(text("welcome"));
        room.last = mailbox;
        return std::shared_ptr<http::SocketPeer>(std::make_shared<Peer>(room, mailbox));
    };
    return out;
}

struct LiveHouse {
    Room room;
    House house;

    explicit LiveHouse(net::ServerOptions options = {})
        : house({live(room), route("GET", "/", saying("home"))}, std::move(options)) {
        room.core = &house.core();
    }
    std::uint16_t port() const { return house.port(); }
    // After the server has ended and the core has run everything.
    void finish() {
        house.server().stop(0);
        house.core().post([this] { room.last.reset(); });
        house.core().stop();
        CHECK(room.always_on_core);
    }
};

}  // namespace

TEST_CASE("messages go to the core and back, in order") {
    LiveHouse lab;
    Client client(lab.port());
    const Reply switched = upgrade(client, "Origin: http://lab\r\n");
    CHECK(switched.status == 101);
    CHECK(switched.header("Sec-WebSocket-Accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    REQUIRE(client.send(text_frame("one") + text_frame("two") + text_frame("")));
    CHECK(receive_frame(client).bytes == "echo one");
    CHECK(receive_frame(client).bytes == "echo two");
    CHECK(receive_frame(client).bytes == "echo ");
    for (int i = 0; i < 200; ++i)
        REQUIRE(client.send(text_frame(std::to_string(i))));
    for (int i = 0; i < 200; ++i)
        CHECK(receive_frame(client).bytes == "echo " + std::to_string(i));
    CHECK(lab.house.server().counts().sockets_now == 1);
    REQUIRE(client.send(frame(8, "\x03\xe8")));
    CHECK(receive_close(client).code() == 1000);
    CHECK(client.closed());
    lab.finish();
    CHECK(lab.room.closings == 1);
    CHECK(lab.house.server().counts().sockets_now == 0);
}

TEST_CASE("what is posted while the socket opens is the first message") {
    LiveHouse lab;
    Client client(lab.port());
    CHECK(upgrade(client, "", "/live?welcome").status == 101);
    CHECK(receive_frame(client).bytes == "welcome");
}

TEST_CASE("a refused socket is an ordinary error, and the connection goes on") {
    LiveHouse lab;
    Client client(lab.port());
    CHECK(upgrade(client, "", "/live?stranger").status == 401);
    CHECK(upgrade(client, "Origin: http://evil.example\r\n").status == 403);
    const Reply plain = client.ask(get("/live"));
    CHECK(plain.status == 426);
    CHECK(plain.header("Upgrade") == "websocket");
    CHECK(client.ask(get("/")).status == 200);
    lab.finish();
    CHECK(lab.room.closings == 0);
}

TEST_CASE("a lost connection is told to the core once, and its mailbox takes nothing more") {
    LiveHouse lab;
    {
        Client client(lab.port());
        CHECK(upgrade(client).status == 101);
    }
    CHECK(lab.room.first_closing.wait() == 1);
    std::promise<bool> posted;
    lab.house.core().post([&] { posted.set_value(lab.room.last->post(text("hello?"))); });
    CHECK_FALSE(posted.get_future().get());
    lab.finish();
    CHECK(lab.room.closings == 1);
}

TEST_CASE("a message at the bound passes and one past it closes the socket") {
    net::ServerOptions options;
    options.socket_message_bytes_max = 1000;
    LiveHouse lab(options);
    {
        Client client(lab.port());
        CHECK(upgrade(client).status == 101);
        REQUIRE(client.send(text_frame(std::string(1000, 'a'))));
        CHECK(receive_frame(client).bytes == "echo " + std::string(1000, 'a'));
        REQUIRE(client.send(text_frame(std::string(1001, 'a'))));
        CHECK(receive_close(client).code() == 1009);
    }
    CHECK(lab.room.first_closing.wait() == 1);
    Client huge(lab.port());
    CHECK(upgrade(huge).status == 101);
    huge.send(text_frame(std::string(1'000'000, 'a')));
    CHECK(receive_close(huge).code() == 1009);
}

TEST_CASE("binary, broken UTF-8 and broken frames close the socket with their code") {
    LiveHouse lab;
    struct Row {
        std::string bytes;
        int code;
    };
    const Row rows[] = {
        {frame(2, "binary"), 1003},
        {text_frame("bad \xff"), 1007},
        {frame(3, "reserved"), 1002},
        {std::string("\x81\x02hi", 4), 1002},
        {std::string("\xff\xff\xff\xff", 4) + std::string(10, '\0'), 1002},
    };
    for (const Row& row : rows) {
        CAPTURE(row.code);
        Client client(lab.port());
        CHECK(upgrade(client).status == 101);
        REQUIRE(client.send(row.bytes));
        CHECK(receive_close(client).code() == row.code);
    }
    for (unsigned seed = 0; seed < 100; ++seed) {
        Client client(lab.port());
        CHECK(upgrade(client).status == 101);
        client.send(noise(500, seed));
        client.stop_sending();
        receive_close(client);
    }
    Client fine(lab.port());
    CHECK(upgrade(fine).status == 101);
    REQUIRE(fine.send(text_frame("still there")));
    CHECK(receive_frame(fine).bytes == "echo still there");
    lab.finish();
    CHECK(lab.room.closings == 106);
}

TEST_CASE("a mailbox that is closed sends what it has, then says why") {
    LiveHouse lab;
    Client client(lab.port());
    CHECK(upgrade(client).status == 101);
    REQUIRE(client.send(text_frame("one") + text_frame("bye")));
    CHECK(receive_frame(client).bytes == "echo one");
    const Frame close = receive_frame(client);
    CHECK(close.code() == 1008);
    CHECK(close.reason() == "You said so.");
}

TEST_CASE("a client that does not read is closed as behind while others go on") {
    net::ServerOptions options;
    options.socket_outbox_bytes_max = 8'000'000;  // more than the kernel takes for one socket
    LiveHouse lab(options);
    Client deaf(lab.port(), 4096);
    CHECK(upgrade(deaf).status == 101);
    Client other(lab.port());
    CHECK(upgrade(other).status == 101);
    REQUIRE(deaf.send(text_frame("flood")));
    CHECK(lab.room.first_closing.wait() == 1);
    REQUIRE(other.send(text_frame("hello")));
    CHECK(receive_frame(other).bytes == "echo hello");
    CHECK(lab.house.server().counts().sockets_behind == 1);
    const Frame close = receive_close(deaf);
    CHECK(close.code() == 1013);
    CHECK(close.reason() == "behind");
}

TEST_CASE("a client that answers no ping is given up") {
    net::ServerOptions options;
    options.socket_timeout_ms = 100;
    LiveHouse lab(options);
    Client client(lab.port());
    CHECK(upgrade(client).status == 101);
    CHECK(lab.room.first_closing.wait() == 1);
    CHECK(receive_frame(client).opcode == 9);
}

TEST_CASE("stop says going away to sockets, even to those just opening, and leaves none open") {
    LiveHouse lab;
    Client client(lab.port());
    CHECK(upgrade(client).status == 101);
    auto stopped = std::async(std::launch::async, [&lab] { lab.house.server().stop(60'000); });
    const Frame close = receive_close(client);
    CHECK(close.code() == 1001);
    REQUIRE(client.send(frame(8, "\x03\xe9")));
    CHECK(client.closed());
    stopped.get();
    lab.finish();
    CHECK(lab.room.closings == 1);
}

TEST_CASE("a mailbox may be closed or overfilled before its socket is open") {
    net::ServerOptions options;
    options.socket_outbox_bytes_max = 1000;
    std::vector<http::Route> list;
    for (const char* pattern : {"/close", "/fill"}) {
        http::Route out;
        out.method = "GET";
        out.pattern = pattern;
        out.open_socket = [](const http::Request& request, std::shared_ptr<http::Mailbox> mailbox)
            -> Result<std::shared_ptr<http::SocketPeer>> {
            struct Silent final : http::SocketPeer {
                void received(std::string) override {}
                void closed() override {}
            };
            mailbox->post(text("last"));
            if (request.path == "/close") mailbox->close(std::string(200, 'x'));
            if (request.path == "/fill") mailbox->post(text(std::string(1000, 'x')));
            return std::shared_ptr<http::SocketPeer>(std::make_shared<Silent>());
        };
        list.push_back(out);
    }
    House house(list, options);
    for (int i = 0; i < 20; ++i) {
        Client closed(house.port());
        CHECK(upgrade(closed, "", "/close").status == 101);
        CHECK(receive_frame(closed).bytes == "last");
        const Frame why = receive_frame(closed);
        CHECK(why.code() == 1008);
        CHECK(why.reason() == std::string(123, 'x'));
        Client filled(house.port());
        CHECK(upgrade(filled, "", "/fill").status == 101);
        CHECK(receive_frame(filled).code() == 1013);
    }
}

TEST_CASE("stop without patience ends a socket whose client says nothing") {
    LiveHouse lab;
    Client client(lab.port());
    CHECK(upgrade(client).status == 101);
    lab.house.server().stop(0);
    lab.finish();
    CHECK(lab.room.closings == 1);
}
