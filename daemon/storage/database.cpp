// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/database.h"

#include "daemon/storage/migrations.h"
#include "daemon/storage/sqlite_error.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace ensemble::storage {

namespace {

constexpr int busy_timeout_ms = 2000;

// SQLite would create the file readable for others.
Result<void> create_private(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return fail(ErrorCode::io_error, std::string("The database file cannot be opened: ") +
                                             std::strerror(errno) + ".");
    ::close(file);
    return {};
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::string& path) {
    auto database = open_bare(path);
    if (!database) return database;
    if (auto done = migrate(**database, migrations()); !done) return done.error();
    return database;
}

Result<std::unique_ptr<Database>> Database::open_bare(const std::string& path) {
    if (path != ":memory:") {
        if (auto created = create_private(path); !created) return created.error();
    }
    sqlite3* connection = nullptr;
    const int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2(path.c_str(), &connection, flags, nullptr);
    std::unique_ptr<Database> database(new Database(connection, path));
    if (code != SQLITE_OK) return sqlite_error(connection, code);
    auto configured = database->configure();
    if (!configured) {
        if (configured.error().code == ErrorCode::unavailable)
            return fail(ErrorCode::in_use, configured.error().detail);
        return configured.error();
    }
    return database;
}

Database::~Database() {
    for (auto& [sql, home] : statements_)
        sqlite3_finalize(home.prepared);
    sqlite3_close_v2(connection_);
}

Result<void> Database::configure() {
    sqlite3_busy_timeout(connection_, busy_timeout_ms);
    for (const auto& [option, value] : {std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1},
                                        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
                                        {SQLITE_DBCONFIG_DQS_DML, 0},
                                        {SQLITE_DBCONFIG_DQS_DDL, 0}}) {
        const int code = sqlite3_db_config(connection_, option, value, nullptr);
        if (code != SQLITE_OK) return sqlite_error(connection_, code);
    }
    return execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                   "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;"
                   "PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 4000");
}

bool Database::lost_transaction() const {
    return depth_ > 0 && sqlite3_get_autocommit(connection_) != 0;
}

Statement Database::lend(std::string_view sql) {
    // A full disk may end a transaction by itself; what follows must not become permanent alone.
    if (lost_transaction())
        return Statement(Error{ErrorCode::io_error, "The transaction was rolled back."});
    auto found = statements_.find(sql);
    if (found != statements_.end() && !found->second.lent)
        return Statement(connection_, found->second.prepared, &found->second);
    const bool kept = found == statements_.end();
    sqlite3_stmt* prepared = nullptr;
    const int code = sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()),
                                        kept ? SQLITE_PREPARE_PERSISTENT : 0u, &prepared, nullptr);
    if (code != SQLITE_OK) return Statement(sqlite_error(connection_, code));
    if (!kept) return Statement(connection_, prepared, nullptr);
    auto& home = statements_.emplace(sql, Statement::Home{prepared, false}).first->second;
    return Statement(connection_, prepared, &home);
}

Result<void> Database::execute(const std::string& sql) {
    const int code = sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return sqlite_error(connection_, code);
    return {};
}

std::int64_t Database::last_id() const {
    return sqlite3_last_insert_rowid(connection_);
}

std::int64_t Database::changed() const {
    return sqlite3_changes64(connection_);
}

Result<void> Database::unsynced(const std::function<Result<void>()>& write) {
    if (depth_ > 0) return write();
    if (auto set = execute("PRAGMA synchronous = NORMAL"); !set) return set;
    auto done = write();
    if (auto set = execute("PRAGMA synchronous = FULL"); !set) return set;
    return done;
}

Result<Transaction> Transaction::begin(Database& database) {
    if (database.lost_transaction())
        return fail(ErrorCode::io_error, "The transaction was rolled back.");
    auto begun = database.depth_ == 0 ? database.prepare("BEGIN IMMEDIATE").run()
                                      : database.prepare("SAVEPOINT inner_transaction").run();
    if (!begun) return begun.error();
    ++database.depth_;
    return Transaction(database);
}

Result<void> Transaction::commit() {
    if (database_->lost_transaction()) {
        --std::exchange(database_, nullptr)->depth_;
        return fail(ErrorCode::io_error, "The transaction was rolled back.");
    }
    auto done = database_->depth_ == 1 ? database_->prepare("COMMIT").run()
                                       : database_->prepare("RELEASE inner_transaction").run();
    if (!done) return done;  // the destructor rolls back
    --std::exchange(database_, nullptr)->depth_;
    return {};
}

Transaction::~Transaction() {
    if (database_ == nullptr) return;
    if (!database_->lost_transaction()) {
        (void)database_->execute(database_->depth_ == 1 ? "ROLLBACK"
                                                        : "ROLLBACK TO inner_transaction;"
                                                          "RELEASE inner_transaction");
    }
    --database_->depth_;
}

}  // namespace ensemble::storage
