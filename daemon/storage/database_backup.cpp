// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/database.h"
#include "daemon/storage/files.h"
#include "daemon/storage/sqlite_error.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace ensemble::storage {

namespace {

using Connection = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;

Result<Connection> connect(const std::string& path, int flags) {
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &opened, flags | SQLITE_OPEN_EXRESCODE, nullptr);
    Connection connection(opened, sqlite3_close_v2);
    if (code != SQLITE_OK) return sqlite_error(opened, code);
    return connection;
}

// In one go, so that it is the state of one moment; in WAL mode that holds nobody up.
Result<void> copy(sqlite3* from, sqlite3* to) {
    sqlite3_backup* backup = sqlite3_backup_init(to, "main", from, "main");
    if (backup == nullptr) return sqlite_error(to, sqlite3_errcode(to));
    sqlite3_backup_step(backup, -1);
    const int code = sqlite3_backup_finish(backup);
    if (code != SQLITE_OK) return sqlite_error(to, code);
    return {};
}

// Whoever goes on from the copy begins a new epoch, even where it was unpacked by hand.
Result<void> end_epoch(sqlite3* copied) {
    const char* exists = "SELECT name FROM sqlite_schema WHERE name = 'history'";
    bool found = false;
    const auto note = [](void* flag, int, char**, char**) {
        *static_cast<bool*>(flag) = true;
        return 0;
    };
    int code = sqlite3_exec(copied, exists, note, &found, nullptr);
    if (code == SQLITE_OK && found)
        code = sqlite3_exec(copied, "UPDATE history SET epoch = ''", nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return sqlite_error(copied, code);
    return {};
}

Result<void> copy_and_end_epoch(sqlite3* from, sqlite3* to) {
    if (auto copied = copy(from, to); !copied) return copied;
    return end_epoch(to);
}

}  // namespace

Result<void> Database::backup_to(const std::string& path) const {
    {
        auto fresh = open_file(path, O_WRONLY | O_CREAT | O_EXCL);
        if (!fresh && ::access(path.c_str(), F_OK) == 0)
            return fail(ErrorCode::conflict, "The file " + path + " exists already.");
        if (!fresh) return fresh.error();
    }
    auto done = [&]() -> Result<void> {
        auto target = connect(path, SQLITE_OPEN_READWRITE);
        if (!target) return target.error();
        if (path_ == ":memory:") return copy_and_end_epoch(connection_, target->get());
        auto source = connect(path_, SQLITE_OPEN_READONLY);
        if (!source) return source.error();
        return copy_and_end_epoch(source->get(), target->get());
    }();
    if (!done) {
        ::unlink(path.c_str());
        for (const char* beside : {"-journal", "-wal", "-shm"})
            ::unlink((path + beside).c_str());
    }
    return done;
}

}  // namespace ensemble::storage
