// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "shared/projects/project.h"
#include "shared/runs/run.h"
#include "shared/teams/user.h"

// The control plane: people, keys, projects, runs, files. One store per noun; a store speaks domain
// values, knows all SQL of its noun and decides nothing. Every write is its own durable transaction
// unless a Transaction is open. Only the core thread calls these.
namespace ensemble::storage {

class Database;     // owns the SQLite connection; database.h
class Transaction;  // of that file

// A key for scripts. The secret itself is never stored: only a keyed hash of it.
struct ApiKey {
    ApiKeyId id;
    UserId user;
    std::string name;
    std::string prefix;  // first characters of the secret, to recognise it in a list
    Instant created_at;
    std::optional<Instant> last_used_at;
    std::optional<Instant> revoked_at;
    // The only team or project that it works for; zero: wherever its user may.
    TeamId team;
    ProjectId project;
    bool read_only = false;
    std::optional<Instant> expires_at;
    UserId made_by;  // when somebody else made it for the user
};

class UserStore {
public:
    explicit UserStore(Database& database) : database_(database) {}

    // Makes the user, the personal team of the same name and their account. conflict when the name
    // is taken.
    Result<teams::User> add(const teams::User& user);
    Result<std::optional<teams::User>> find(UserId id);
    Result<std::optional<teams::User>> find_by_name(std::string_view name);
    Result<std::vector<teams::User>> list();
    // Writes full name, e-mail, admin, language, theme, deactivated_at.
    Result<void> update(const teams::User& user);
    // "" when the user has no password. An encoded Argon2id hash, made by daemon/auth.
    Result<std::string> password_hash(UserId id);
    Result<void> set_password_hash(UserId id, std::string_view hash);

    // Teams that are not deleted.
    Result<std::optional<teams::Team>> find_team(TeamId id);
    Result<std::optional<teams::Team>> find_team_by_name(std::string_view name);
    Result<std::vector<teams::Team>> teams_of(UserId user);  // that the user is in, by name

private:
    Database& database_;
};

class KeyStore {
public:
    explicit KeyStore(Database& database) : database_(database) {}

    Result<ApiKey> add(const ApiKey& key, std::string_view hash);
    Result<std::optional<ApiKey>> find_by_hash(std::string_view hash);  // revoked ones too
    Result<std::optional<ApiKey>> find(ApiKeyId id);                    // revoked ones too
    Result<std::vector<ApiKey>> list(UserId user);                      // live ones, newest first
    Result<void> revoke(ApiKeyId id, Instant now);
    // It works until then, if it did not end before.
    Result<void> expire(ApiKeyId id, Instant end);
    Result<void> used(ApiKeyId id, Instant now);  // not synced on its own: losing it is harmless

    // Browser sessions and one-time links, by the hash of their token.
    struct Session {
        UserId user;
        Instant created_at;
        Instant expires_at;
        std::string device = {};  // what the browser calls itself; sessions only, like the next
        Instant used_at = {};     // within a minute or so
        std::string hash = {};    // set by `sessions`
    };
    Result<void> add_session(std::string_view hash, const Session& session);
    Result<std::optional<Session>> find_session(std::string_view hash);
    Result<std::vector<Session>> sessions(UserId user, Instant now);  // live, last used first
    Result<void> session_used(std::string_view hash, Instant now);    // not synced on its own
    Result<void> remove_session(std::string_view hash);
    Result<void> remove_sessions_of(UserId user);
    Result<void> add_link(std::string_view hash, const Session& link);
    // Finds and removes in one step, so that a link works once.
    Result<std::optional<Session>> take_link(std::string_view hash);

    // Random bytes made once per data directory, by name ("api_keys", "uploads", …); `make` is
    // called when there are none yet.
    Result<std::string> secret(std::string_view name, std::string (*make)());

private:
    Database& database_;
};

// Projects that are not deleted, of teams that are not.
class ProjectStore {
public:
    explicit ProjectStore(Database& database) : database_(database) {}

    Result<std::optional<projects::Project>> find(ProjectId id);
    Result<std::optional<projects::Project>> find(TeamId team, std::string_view name);
    // The one that had the name last, deleted or not; another one may have it now.
    Result<std::optional<ProjectId>> once_named(TeamId team, std::string_view name);
    // By the name that it has, or else by one that it had.
    Result<std::optional<projects::Project>> find_at(TeamId team, std::string_view name);
    // Finds or makes it, atomically. not_found when the team was deleted.
    Result<projects::Project> ensure(TeamId team, std::string_view name, UserId author,
                                     Instant now);
    Result<std::vector<projects::Project>> list(TeamId team);  // last changed first
    Result<void> update(const projects::Project& project);     // description, updated_at

private:
    Database& database_;
};

// Where the data plane of a run stands; opaque to this store (daemon/recording writes it).
class RunStore {
public:
    explicit RunStore(Database& database) : database_(database) {}

    // For what must be stored together with a run, by whatever store.
    Result<Transaction> begin();

    // conflict when (project, name) is taken by a run that is not deleted.
    Result<runs::Run> add(const runs::Run& run);
    Result<std::optional<runs::Run>> find(RunId id);  // deleted ones too, purged ones not
    Result<std::optional<runs::Run>> find(ProjectId project, std::string_view name);  // live
    // Deleted, and not purged; of several the last deleted.
    Result<std::optional<runs::Run>> find_in_trash(ProjectId project, std::string_view name);
    // What had that name there before it was moved, wherever it is now, deleted ones too.
    Result<std::optional<runs::Run>> find_moved(ProjectId project, std::string_view name);
    // Whether some run had the name there that was deleted, purged or moved.
    Result<bool> name_is_spent(ProjectId project, std::string_view name);
    Result<std::vector<runs::Run>> list(ProjectId project);  // live, oldest first
    // The same runs, one after the other; each is gone after its visit.
    Result<void> visit(ProjectId project, const std::function<void(const runs::Run&)>& visitor);
    Result<std::vector<runs::Run>> list_running();  // every run whose state is running/preempting
    Result<std::int64_t> count(ProjectId project);
    Result<void>
    update(const runs::Run& run);  // every field but id, project, author, sent_by, created_at
    // Takes it out of every list, keeps it for restoring; false when it was already deleted.
    Result<bool> remove(RunId id, Instant now);

    // A line for every change of the run's life worth keeping: "resumed", "rewound", "alert" …
    struct Note {
        RunId run;
        Instant at;
        std::string kind;
        std::string text;  // JSON
    };
    Result<void> add_note(const Note& note);
    Result<std::vector<Note>> notes(RunId run);

private:
    Database& database_;
};

// A named file of a run; the bytes are in daemon/blobs under `digest`.
struct RunFile {
    FileId id;
    RunId run;
    std::string name;    // forward slashes, relative, no "..", no NUL
    std::string digest;  // lower-case hex SHA-256 of the bytes, their name in blobs
    std::string md5;     // base64
    std::uint64_t bytes = 0;
    std::string media_type;
    Instant updated_at;
};

class FileStore {
public:
    explicit FileStore(Database& database) : database_(database) {}

    // Replaces a file of the same name.
    Result<RunFile> put(const RunFile& file);
    Result<std::optional<RunFile>> find(FileId id);
    Result<std::optional<RunFile>> find(RunId run, std::string_view name);
    // By name. `like` is an SQL LIKE pattern, "" for all: '%' and '_' are escaped by '\', letters
    // of ASCII match in either case. Names after `after`; limit < 0: all.
    Result<std::vector<RunFile>> list(RunId run, std::string_view like, std::string_view after,
                                      std::int64_t limit);
    Result<std::int64_t> count(RunId run);
    Result<bool> remove(FileId id);

    // Whether any file of a run, or of an artifact, still refers to that content.
    Result<bool> refers_to(std::string_view digest);
    // Every digest that is referred to, each once, in order.
    Result<std::vector<std::string>> digests();

private:
    Database& database_;
};

}  // namespace ensemble::storage
