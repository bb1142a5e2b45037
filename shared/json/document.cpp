// SPDX-License-Identifier: Apache-2.0
#include "shared/json/document.h"

#include <limits>

#include <nlohmann/json.hpp>

#include "shared/json/scanner.h"

namespace ensemble::json {

// What is called while a text is read; false ends the reading.
class Document::Builder {
public:
    Builder(Document& document, const Bounds& bounds) : document_(document), bounds_(bounds) {}

    const Error& error() const { return error_; }

    bool null() { return add(Type::null); }
    bool boolean(bool value) { return add(Type::boolean, value ? 1 : 0); }
    bool number_integer(std::int64_t value) { return add(Type::integer, value); }
    bool number_unsigned(std::uint64_t value) {
        constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        if (value > most) return add(Type::fraction);
        return add(Type::integer, static_cast<std::int64_t>(value));
    }
    bool number_float(double, const std::string&) { return add(Type::fraction); }
    bool string(std::string_view value) { return add_text(value); }
    bool binary(const std::vector<std::uint8_t>&) { return false; }

    bool start_object(std::size_t) { return open(Type::object); }
    bool key(std::string_view value) {
        if (++open_.back().members > bounds_.members_max)
            return refuse(ErrorCode::too_large, "An object has too many members.");
        return add_text(value);
    }
    bool end_object() {
        const Place at = open_.back().at;
        close();
        return names_differ(at);
    }
    bool start_array(std::size_t) { return open(Type::list); }
    bool end_array() { return close(); }

    template <class Exception>
    bool parse_error(std::size_t byte, const std::string&, const Exception&) {
        return refuse(ErrorCode::bad_request, "Not JSON at byte " + std::to_string(byte) + ".");
    }

private:
    struct Open {
        Place at = 0;
        std::size_t members = 0;
    };

    bool refuse(ErrorCode code, std::string detail) {
        error_ = Error{code, std::move(detail)};
        return false;
    }

    bool add(Type type, std::int64_t number = 0, std::uint32_t size = 0) {
        Node node;
        node.type = type;
        node.number = number;
        node.size = size;
        node.end = static_cast<Place>(document_.nodes_.size() + 1);
        document_.nodes_.push_back(node);
        return true;
    }

    bool add_text(std::string_view value) {
        const auto start = static_cast<std::int64_t>(document_.texts_.size());
        document_.texts_ += value;
        return add(Type::text, start, static_cast<std::uint32_t>(value.size()));
    }

    bool open(Type type) {
        if (open_.size() == bounds_.depth_max)
            return refuse(ErrorCode::too_large, "Lists and objects lie too deep in one another.");
        open_.push_back({static_cast<Place>(document_.nodes_.size()), 0});
        return add(type);
    }

    bool close() {
        document_.nodes_[open_.back().at].end = static_cast<Place>(document_.nodes_.size());
        open_.pop_back();
        return true;
    }

    bool names_differ(Place object) {
        const Place end = document_.end(object);
        for (Place a = object + 1; a < end; a = document_.end(a + 1)) {
            for (Place b = document_.end(a + 1); b < end; b = document_.end(b + 1)) {
                if (document_.text(a) != document_.text(b)) continue;
                return refuse(ErrorCode::bad_request,
                              "\"" + std::string(document_.text(a)) + "\" is in an object twice.");
            }
        }
        return true;
    }

    Document& document_;
    const Bounds& bounds_;
    std::vector<Open> open_;
    Error error_;
};

Result<Document> Document::parse(std::string_view json, const Bounds& bounds) {
    constexpr std::size_t places_max = std::numeric_limits<Place>::max() - 1;
    if (json.size() > bounds.bytes_max || json.size() > places_max)
        return fail(ErrorCode::too_large, "The text is too long.");
    // The library takes it for the end of the text.
    if (const std::size_t at = json.find('\0'); at != std::string_view::npos)
        return fail(ErrorCode::bad_request, "Not JSON at byte " + std::to_string(at + 1) + ".");
    Document document;
    document.nodes_.reserve(json.size() / 8 + 8);
    document.texts_.reserve(json.size());
    Builder quick(document, bounds);
    if (Scanner<Builder>(json, quick).scan()) return document;
    document.nodes_.clear();
    document.texts_.clear();
    Builder builder(document, bounds);
    if (!nlohmann::json::sax_parse(json.begin(), json.end(), &builder)) return builder.error();
    return document;
}

}  // namespace ensemble::json
