// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "daemon/storage/statement.h"
#include "shared/base/result.h"

namespace ensemble::storage {

// The SQLite file: write-ahead log, every commit synced, foreign keys on. One thread uses it;
// only backup_to may be called from another one.
class Database {
public:
    // A file, or ":memory:". Creates it (mode 0600) and migrates it to the newest schema. in_use,
    // corrupt, newer_version, io_error.
    static Result<std::unique_ptr<Database>> open(const std::string& path);
    // The same without any schema, for tests of migrations.
    static Result<std::unique_ptr<Database>> open_bare(const std::string& path);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    // Prepared once per text and kept; the values are bound in order.
    template <class... Values>
    Statement prepare(std::string_view sql, const Values&... values) {
        Statement statement = lend(sql);
        (statement.bind(values), ...);
        return statement;
    }
    // Any number of statements, not kept.
    Result<void> execute(const std::string& sql);

    std::int64_t last_id() const;  // of the last row inserted
    std::int64_t changed() const;  // rows changed by the last statement

    // Runs `write` so that its commits are not synced on their own: they last from the next
    // synced commit on. Inside an open transaction it is an ordinary write.
    Result<void> unsynced(const std::function<Result<void>()>& write);

    // Writes a consistent copy of this moment into a new file while others go on writing (a
    // database in memory has to hold still). conflict when the file exists.
    Result<void> backup_to(const std::string& path) const;

    // Reads everything: pages, references and what the stores promise. One sentence a finding.
    Result<std::vector<std::string>> check();

private:
    friend class Transaction;
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>{}(text);
        }
    };

    Database(sqlite3* connection, std::string path)
        : connection_(connection), path_(std::move(path)) {}
    Result<void> configure();
    Statement lend(std::string_view sql);
    bool lost_transaction() const;

    sqlite3* connection_;
    std::string path_;
    int depth_ = 0;  // of open Transaction objects
    std::unordered_map<std::string, Statement::Home, TextHash, std::equal_to<>> statements_;
};

// BEGIN IMMEDIATE, or a savepoint when one is open already. Destroyed without commit: everything
// since its begin is undone. Ends in the reverse order of beginning.
class Transaction {
public:
    static Result<Transaction> begin(Database& database);
    Transaction(Transaction&& other) noexcept
        : database_(std::exchange(other.database_, nullptr)) {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

    // Durable once the outermost one returned. An error leaves everything undone.
    Result<void> commit();

private:
    explicit Transaction(Database& database) : database_(&database) {}

    Database* database_;  // null once over
};

}  // namespace ensemble::storage
