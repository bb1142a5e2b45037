// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/json/document.h"

namespace ensemble::json {

// The greatest whole number that every reader of JSON holds exactly, either side of zero.
inline constexpr std::int64_t integer_max = std::int64_t{1} << 53;

// Looks at one value of a document. The first thing that is wrong is kept with the way to it,
// "commands[2].role.base: not a role"; after that, whatever is read is empty.
class Reader {
public:
    // Both outlive the reader. `error` is written at the first fault and has no detail before.
    Reader(const Document& document, Error& error) : document_(document), error_(error) {}

    bool ok() const { return error_.detail.empty(); }
    void refuse(std::string_view reason, ErrorCode code = ErrorCode::bad_request) const;

    // Absent members and null are not there.
    bool is_there() const { return there_ && document_.type(at_) != Type::null; }
    // Refuses what is no object.
    bool is_object() const;
    // Of an object. The result, like those of `each`, does not outlive this.
    Reader member(std::string_view name) const;

    // Each refuses a value of another kind and gives an empty one.
    bool boolean() const;
    std::int64_t integer() const;
    std::string_view text() const;
    std::uint64_t hex64() const;

    // Elements of a list, until the first fault; more than `most` are too_large.
    template <class Visit>
    void each(std::size_t most, Visit visit) const {
        if (!is_list(most)) return;
        std::size_t index = 0;
        for (auto at = at_ + 1; at < document_.end(at_) && ok(); at = document_.end(at))
            visit(Reader(*this, at, index++));
    }
    // Of a list, so that room can be made; 0 for what is none.
    std::size_t size() const;

private:
    using Place = Document::Place;

    Reader(const Reader& above, Place at, std::string_view name)
        : document_(above.document_), error_(above.error_), above_(&above), name_(name), at_(at),
          next_(at + 1) {}
    Reader(const Reader& above, Place at, std::size_t index)
        : document_(above.document_), error_(above.error_), above_(&above), index_(index), at_(at),
          next_(at + 1) {}

    bool is_list(std::size_t most) const;
    bool has(Type type, std::string_view reason) const;

    const Document& document_;
    Error& error_;
    const Reader* above_ = nullptr;
    std::string_view name_;  // in the object above; "" in a list
    std::size_t index_ = 0;
    Place at_ = Document::root;
    bool there_ = true;
    mutable Place next_ = 1;  // where the next member is looked for first: they come in order
};

}  // namespace ensemble::json
