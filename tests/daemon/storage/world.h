// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <string>

#include "daemon/storage/control_store.h"
#include "daemon/storage/database.h"
#include "tests/support/temporary_directory.h"

namespace ensemble::tests {

inline teams::User user_named(const std::string& name) {
    teams::User user;
    user.name = name;
    user.created_at = {1000};
    return user;
}

// The value, or the end of the test case with the error in its message.
template <class T>
T must(Result<T> result) {
    if (!result) FAIL(result.error().detail);
    return std::move(result).value();
}

inline void must(Result<void> result) {
    if (!result) FAIL(result.error().detail);
}

template <class T>
ErrorCode code_of(const Result<T>& result) {
    REQUIRE_FALSE(static_cast<bool>(result));
    return result.error().code;
}

// A database with one user and one project of hers.
struct World {
    explicit World(const std::string& path = ":memory:")
        : database(must(storage::Database::open(path))), users(*database), keys(*database),
          projects(*database), runs(*database), files(*database),
          alice(must(users.add(user_named("alice")))),
          project(must(projects.ensure(alice.personal_team, "vision", alice.id, {2000}))) {}

    runs::Run add_run(const std::string& name) {
        runs::Run run;
        run.project = project.id;
        run.author = alice.id;
        run.name = name;
        run.created_at = run.updated_at = {3000};
        return must(runs.add(run));
    }

    void add_runs(int count) {
        auto transaction = must(storage::Transaction::begin(*database));
        for (int i = 0; i < count; ++i)
            add_run("run" + std::to_string(i));
        must(transaction.commit());
    }

    std::unique_ptr<storage::Database> database;
    storage::UserStore users;
    storage::KeyStore keys;
    storage::ProjectStore projects;
    storage::RunStore runs;
    storage::FileStore files;
    teams::User alice;
    projects::Project project;
};

// The same with a database in memory and with one on disk.
inline void in_memory_and_on_disk(const std::function<void(World&)>& test) {
    World in_memory;
    test(in_memory);
    TemporaryDirectory directory;
    World on_disk(directory / "control.sqlite");
    test(on_disk);
}

}  // namespace ensemble::tests
