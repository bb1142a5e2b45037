// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/statement.h"

#include "daemon/storage/sqlite_error.h"

#include <sqlite3.h>

#include <utility>

namespace ensemble::storage {

Statement::Statement(sqlite3* connection, sqlite3_stmt* prepared, Home* home)
    : connection_(connection), prepared_(prepared), home_(home) {
    if (home_ != nullptr) home_->lent = true;
}

Statement::Statement(Error error) : error_(std::move(error)) {}

Statement::Statement(Statement&& other) noexcept
    : connection_(other.connection_), prepared_(std::exchange(other.prepared_, nullptr)),
      home_(std::exchange(other.home_, nullptr)), error_(std::move(other.error_)),
      bound_(other.bound_) {}

Statement::~Statement() {
    if (home_ == nullptr) {
        sqlite3_finalize(prepared_);
        return;
    }
    sqlite3_reset(prepared_);
    sqlite3_clear_bindings(prepared_);
    home_->lent = false;
}

void Statement::check(int code) {
    if (code != SQLITE_OK && !error_) error_ = sqlite_error(connection_, code);
}

void Statement::bind(std::int64_t value) {
    ++bound_;
    if (prepared_ != nullptr) check(sqlite3_bind_int64(prepared_, bound_, value));
}

void Statement::bind(std::string_view text) {
    ++bound_;
    if (prepared_ == nullptr) return;
    // A null pointer would bind NULL.
    const char* begin = text.data() == nullptr ? "" : text.data();
    check(
        sqlite3_bind_text64(prepared_, bound_, begin, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind(Bytes bytes) {
    ++bound_;
    if (prepared_ == nullptr) return;
    const char* begin = bytes.view.data() == nullptr ? "" : bytes.view.data();
    check(sqlite3_bind_blob64(prepared_, bound_, begin, bytes.view.size(), SQLITE_TRANSIENT));
}

void Statement::bind(std::nullopt_t) {
    ++bound_;
    if (prepared_ != nullptr) check(sqlite3_bind_null(prepared_, bound_));
}

Result<bool> Statement::step() {
    if (error_) return *error_;
    const int code = sqlite3_step(prepared_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    error_ = sqlite_error(connection_, code);
    return *error_;
}

Result<void> Statement::run() {
    for (;;) {
        auto row = step();
        if (!row) return row.error();
        if (!*row) return {};
    }
}

bool Statement::null(int column) const {
    return sqlite3_column_type(prepared_, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(prepared_, column);
}

void Statement::get(int column, std::string& field) const {
    const void* begin = sqlite3_column_blob(prepared_, column);
    const auto bytes = static_cast<std::size_t>(sqlite3_column_bytes(prepared_, column));
    if (begin == nullptr) {
        field.clear();
    } else {
        field.assign(static_cast<const char*>(begin), bytes);
    }
}

}  // namespace ensemble::storage
