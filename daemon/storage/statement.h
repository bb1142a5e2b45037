// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "shared/base/ids.h"
#include "shared/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace ensemble::storage {

// A parameter that is a BLOB, not text.
struct Bytes {
    std::string_view view;
};

// A prepared statement, borrowed from the cache of its Database and given back by the destructor;
// it must not outlive that Database. What goes wrong while preparing or binding comes out of the
// first step. Parameters and columns go by position. A zero id is NULL in the database.
class Statement {
public:
    struct Home {
        sqlite3_stmt* prepared = nullptr;
        bool lent = false;
    };
    // A null home: the statement is this object's own.
    Statement(sqlite3* connection, sqlite3_stmt* prepared, Home* home);
    explicit Statement(Error error);
    Statement(Statement&& other) noexcept;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement();

    // Binds the next parameter; the value is copied.
    void bind(std::int64_t value);
    void bind(std::string_view text);
    void bind(Bytes bytes);
    void bind(std::nullopt_t);
    void bind(const char* text) { bind(std::string_view(text)); }
    void bind(const std::string& text) { bind(std::string_view(text)); }
    void bind(Instant instant) { bind(instant.ms); }
    template <class Number>
    requires std::is_integral_v<Number>
    void bind(Number value) { bind(static_cast<std::int64_t>(value)); }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void bind(Enum value) { bind(static_cast<std::int64_t>(value)); }
    template <class Tag>
    void bind(Id<Tag> id) {
        id ? bind(id.value) : bind(std::nullopt);
    }
    template <class T>
    void bind(const std::optional<T>& value) {
        value ? bind(*value) : bind(std::nullopt);
    }

    // True: there is a row to read. False: done, and the change is made.
    Result<bool> step();
    // Steps to the end, skipping rows.
    Result<void> run();

    // Copies the columns of the row, in order, into the fields.
    template <class... Fields>
    void read(Fields&... fields) const {
        int column = 0;
        (get(column++, fields), ...);
    }

private:
    bool null(int column) const;
    std::int64_t integer(int column) const;
    void check(int code);

    void get(int column, std::string& field) const;
    void get(int column, Instant& field) const { field.ms = integer(column); }
    void get(int column, bool& field) const { field = integer(column) != 0; }
    template <class Number>
    requires std::is_integral_v<Number> || std::is_enum_v<Number>
    void get(int column, Number& field) const { field = static_cast<Number>(integer(column)); }
    template <class Tag>
    void get(int column, Id<Tag>& field) const {
        field.value = integer(column);
    }
    template <class T>
    void get(int column, std::optional<T>& field) const {
        if (null(column)) {
            field.reset();
        } else {
            get(column, field.emplace());
        }
    }

    sqlite3* connection_ = nullptr;
    sqlite3_stmt* prepared_ = nullptr;
    Home* home_ = nullptr;
    std::optional<Error> error_;
    int bound_ = 0;
};

}  // namespace ensemble::storage
