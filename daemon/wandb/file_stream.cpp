// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/file_stream.h"

#include <cstring>
#include <memory>

#include <simdjson.h>

#include "daemon/wandb/console_text.h"
#include "daemon/wandb/json_text.h"
#include "shared/base/limits.h"

namespace ensemble::wandb {

namespace {

namespace dom = simdjson::dom;

Error bad(std::string_view what) {
    return fail(ErrorCode::bad_request, "file stream: " + std::string(what));
}

// One block that all lines of a request are copied into, with room behind the last one for readers
// that look ahead. Lines are never longer than their place in the body, quotes and comma included.
class Arena {
public:
    explicit Arena(std::size_t bytes)
        : block_(std::make_shared_for_overwrite<char[]>(bytes + simdjson::SIMDJSON_PADDING)) {}

    std::string_view keep(std::string_view text) {
        char* to = block_.get() + used_;
        std::memcpy(to, text.data(), text.size());
        used_ += text.size();
        return {to, text.size()};
    }
    std::string_view all() const { return {block_.get(), used_}; }
    std::shared_ptr<const void> memory() {
        std::memset(block_.get() + used_, 0, simdjson::SIMDJSON_PADDING);
        return block_;
    }

private:
    std::shared_ptr<char[]> block_;
    std::size_t used_ = 0;
};

enum class LineKind { plain, console, labelled_console };

Result<std::string_view> read_line(const dom::element& element, LineKind kind, Arena& arena) {
    std::string_view text;
    if (element.get(text) != simdjson::SUCCESS) return bad("a line is not a string");
    if (text.size() > limits::line_bytes_max)
        return fail(ErrorCode::too_large, "file stream: a line is longer than " +
                                              std::to_string(limits::line_bytes_max) + " bytes");
    if (kind == LineKind::plain) return arena.keep(text);
    return arena.keep(stored_console_line(text, kind == LineKind::labelled_console));
}

Result<recording::Lines> read_lines(const dom::object& file, LineKind kind, Arena& arena) {
    recording::Lines lines;
    dom::element found;
    if (file.at_key("offset").get(found) == simdjson::SUCCESS) {
        if (found.get(lines.offset) != simdjson::SUCCESS) return bad("an offset is not an integer");
        if (lines.offset < 0) return bad("an offset is negative");
        if (lines.offset > limits::line_number_max)
            return fail(ErrorCode::too_large, "file stream: an offset is too large");
    }
    if (file.at_key("content").get(found) != simdjson::SUCCESS) return lines;
    dom::array content;
    if (found.get(content) != simdjson::SUCCESS) return bad("content is not a list");
    lines.lines.reserve(content.size());
    for (const dom::element one : content) {
        auto line = read_line(one, kind, arena);
        if (!line) return line.error();
        lines.lines.push_back(*line);
    }
    return lines;
}

// The newest summary is the last line.
void take_summary(const recording::Lines& lines, FileStream& stream) {
    if (lines.lines.empty()) return;
    const std::string_view summary = lines.lines.back();
    if (summary.size() <= limits::summary_bytes_max && is_object(summary))
        stream.batch.summary = summary;
    else
        ++stream.bad_summaries;
}

Result<void> read_files(const dom::element& element, bool labelled, Arena& arena,
                        FileStream& stream) {
    dom::object files;
    if (element.get(files) != simdjson::SUCCESS) return bad("files is not an object");
    for (const auto& [name, value] : files) {
        const bool is_history = name == "wandb-history.jsonl";
        const bool is_events = name == "wandb-events.jsonl";
        const bool is_summary = name == "wandb-summary.json";
        const bool is_console = name == "output.log";
        if (!is_history && !is_events && !is_summary && !is_console) continue;
        dom::object file;
        if (value.get(file) != simdjson::SUCCESS) return bad("a file is not an object");
        const LineKind console = labelled ? LineKind::labelled_console : LineKind::console;
        auto lines = read_lines(file, is_console ? console : LineKind::plain, arena);
        if (!lines) return lines.error();
        if (is_summary)
            take_summary(*lines, stream);
        else if (is_history)
            stream.batch.history = std::move(*lines);
        else if (is_events)
            stream.batch.events = std::move(*lines);
        else
            stream.batch.console = std::move(*lines);
    }
    return {};
}

// A flag that may be absent or null.
Result<bool> read_flag(const dom::object& root, std::string_view name) {
    dom::element found;
    if (root.at_key(name).get(found) != simdjson::SUCCESS || found.is_null()) return false;
    bool flag = false;
    if (found.get(flag) != simdjson::SUCCESS) return bad(std::string(name) + " is not a boolean");
    return flag;
}

Result<void> read_progress(const dom::object& root, runs::Progress& progress) {
    auto preempting = read_flag(root, "preempting");
    if (!preempting) return preempting.error();
    auto complete = read_flag(root, "complete");
    if (!complete) return complete.error();
    progress.preempting = *preempting;
    progress.complete = *complete;
    dom::element found;
    if (root.at_key("exitcode").get(found) != simdjson::SUCCESS || found.is_null()) return {};
    std::int64_t code = 0;
    if (found.get(code) != simdjson::SUCCESS || code < INT32_MIN || code > INT32_MAX)
        return bad("exitcode is not an integer");
    progress.exit_code = static_cast<int>(code);
    return {};
}

// Parsers keep what they allocated; a thread keeps one for bodies of the usual size.
constexpr std::size_t kept_parser_bytes_max = 4u << 20;

dom::parser& parser_for(std::size_t bytes, std::unique_ptr<dom::parser>& own) {
    thread_local dom::parser kept(kept_parser_bytes_max);
    if (bytes <= kept_parser_bytes_max) return kept;
    own = std::make_unique<dom::parser>(limits::file_stream_body_bytes_max);
    return *own;
}

}  // namespace

Result<FileStream> read_file_stream(std::string_view body, bool labelled) {
    if (body.size() > limits::file_stream_body_bytes_max)
        return fail(ErrorCode::too_large, "file stream: the body is too large");
    std::unique_ptr<dom::parser> own;
    dom::parser& parser = parser_for(body.size(), own);
    if (parser.capacity() < body.size() || parser.max_depth() != limits::json_depth_max) {
        if (parser.allocate(body.size(), limits::json_depth_max) != simdjson::SUCCESS)
            return fail(ErrorCode::unavailable, "out of memory");
    }
    dom::element parsed;
    if (const auto error = parser.parse(body.data(), body.size()).get(parsed); error)
        return bad(simdjson::error_message(error));
    dom::object root;
    if (parsed.get(root) != simdjson::SUCCESS) return bad("the body is not a JSON object");

    FileStream stream;
    Arena arena(body.size());
    if (auto done = read_progress(root, stream.progress); !done) return done.error();
    dom::element files;
    if (root.at_key("files").get(files) == simdjson::SUCCESS && !files.is_null()) {
        if (auto done = read_files(files, labelled, arena, stream); !done) return done.error();
    }
    // An escaped lone surrogate passes the parser.
    if (!simdjson::validate_utf8(arena.all().data(), arena.all().size()))
        return bad("a line is not UTF-8");
    stream.batch.memory = arena.memory();
    recording::parse_lines(stream.batch);
    return stream;
}

}  // namespace ensemble::wandb
