// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/console_download.h"

#include <cstdio>
#include <memory>

#include <unistd.h>

#include "daemon/api/console_line.h"
#include "daemon/blobs/files.h"
#include "daemon/http/status.h"

namespace ensemble::api {

namespace {

constexpr std::size_t lines_per_turn = 5'000;

Result<blobs::Descriptor> nameless_file() {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
    const int own = file ? ::dup(::fileno(file.get())) : -1;
    if (own < 0) return fail(ErrorCode::unavailable, "No temporary file can be made.");
    return blobs::Descriptor(new int(own), [](const int* descriptor) {
        ::close(*descriptor);
        delete descriptor;
    });
}

class Download : public std::enable_shared_from_this<Download> {
public:
    Download(Rooms& rooms, RunId run, blobs::Descriptor file, http::Reply reply)
        : rooms_(rooms), run_(run), file_(std::move(file)), reply_(std::move(reply)) {}

    void turn() {
        auto more = write_some();
        if (!more) return reply_(http::error_response(more.error()));
        if (!*more) return finish();
        rooms_.on_core([self = shared_from_this()] { self->turn(); });
    }

private:
    Result<bool> write_some() {
        auto lines = rooms_.recorder.console(run_, next_, lines_per_turn);
        if (!lines) return lines.error();
        if (lines->empty()) return false;
        std::string text;
        for (const recording::ConsoleLine& line : *lines)
            text += parse_console_line(line.text).text + "\n";
        if (auto done = blobs::write_all(*file_, text); !done) return done.error();
        bytes_ += text.size();
        next_ = lines->back().number + 1;
        return true;
    }

    void finish() {
        http::Response response;
        response.headers = {{"Content-Type", "text/plain; charset=utf-8"},
                            {"Content-Disposition", "attachment; filename=\"console.txt\""},
                            {"Content-Security-Policy", "sandbox"}};
        response.body = http::FileBody{file_, 0, bytes_};
        reply_(std::move(response));
    }

    Rooms& rooms_;
    RunId run_;
    blobs::Descriptor file_;
    http::Reply reply_;
    std::int64_t next_ = 0;
    std::uint64_t bytes_ = 0;
};

}  // namespace

void download_console(Rooms& rooms, RunId run, http::Reply reply) {
    auto file = nameless_file();
    if (!file) return reply(http::error_response(file.error()));
    std::make_shared<Download>(rooms, run, std::move(*file), std::move(reply))->turn();
}

}  // namespace ensemble::api
