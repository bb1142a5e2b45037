// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/sqlite_error.h"

#include <sqlite3.h>

#include <string>

namespace ensemble::storage {

Error sqlite_error(sqlite3* connection, int code) {
    const int extended = connection == nullptr ? code : sqlite3_extended_errcode(connection);
    switch (code & 0xff) {
    case SQLITE_FULL:
        return {ErrorCode::disk_full, "The disk is full; nothing was changed."};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::unavailable, "The database is locked by another program."};
    case SQLITE_NOMEM:
        return {ErrorCode::unavailable, "There is not enough memory."};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {ErrorCode::corrupt, "The database file is damaged."};
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return {ErrorCode::io_error,
                std::string("The database file cannot be used: ") + sqlite3_errstr(extended) + "."};
    case SQLITE_TOOBIG:
        return {ErrorCode::too_large, "A value is too large for the database."};
    case SQLITE_CONSTRAINT:
        if (extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY)
            return {ErrorCode::conflict, "There is one of that name already."};
        if (extended == SQLITE_CONSTRAINT_FOREIGNKEY)
            return {ErrorCode::conflict, "It refers to something that does not exist."};
        break;
    default:
        break;
    }
    const char* text = connection == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(connection);
    return {ErrorCode::internal, std::string("The database refused: ") + text + "."};
}

}  // namespace ensemble::storage
