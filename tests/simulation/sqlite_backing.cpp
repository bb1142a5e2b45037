// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "daemon/storage/control_ledger.h"
#include "daemon/storage/database.h"
#include "tests/simulation/backing.h"
#include "tests/simulation/founding.h"
#include "tests/support/temporary_directory.h"

namespace ensemble::simulation {

namespace {

// A test that cannot prepare its world ends.
void sure(const Result<void>& result) {
    if (result) return;
    std::fprintf(stderr, "%s\n", result.error().detail.c_str());
    std::abort();
}
template <class T>
T sure(Result<T> result) {
    if (!result) sure(Result<void>(result.error()));
    return std::move(*result);
}

void put_run(storage::Database& database, const records::Run& run, std::int64_t version) {
    constexpr std::int64_t running = 2;
    constexpr std::int64_t finished = 3;
    sure(database
             .prepare("INSERT INTO runs (id, project, author, name, display_name, state, "
                      "run_group, job_type, tags, host, program, repository, code_commit, sweep, "
                      "stop_requested, created_at_ms, updated_at_ms, version, description, notes, "
                      "config) VALUES (?, ?, ?, ?, '', ?, '', '', '[]', '', '', '', '', '', 0, 1, "
                      "1, ?, '', '', '{}')",
                      run.id, run.project, run.author, run.name, run.ended ? finished : running,
                      version)
             .run());
}

class InSqlite : public Backing {
public:
    explicit InSqlite(const Setting& setting) {
        use(":memory:");
        std::vector<records::Run> runs;
        founded_at_ = sure(ledger_->load()).version + 1;
        storage::Decided founding{.version = founded_at_, .at = {1}, .event = "founded"};
        for (sync::Versioned& row : found(setting)) {
            if (const auto* run = std::get_if<records::Run>(&row.row))
                runs.push_back(*run);
            else
                founding.changes.put.push_back(std::move(row.row));
        }
        sure(ledger_->commit({founding}));
        for (const records::Run& run : runs)
            put_run(*database_, run, founded_at_);
    }

    sync::Ledger& ledger() override { return *ledger_; }
    std::int64_t founded_at() const override { return founded_at_; }
    void back_up() override {
        backup_ = folder_ / ("backup-" + std::to_string(++backups_));
        sure(database_->backup_to(backup_));
    }
    // The copy itself stays as it is, so that it can be restored again.
    void restore() override {
        if (backup_.empty()) return;
        const std::string copy = folder_ / ("restored-" + std::to_string(++backups_));
        {
            const auto backup = sure(storage::Database::open(backup_));
            sure(backup->backup_to(copy));
        }
        use(copy);
    }
    void forget(Instant now, std::int64_t) override { sure(ledger_->forget_old(now)); }

private:
    void use(const std::string& path) {
        ledger_.reset();
        database_ = sure(storage::Database::open(path));
        ledger_ = std::make_unique<storage::ControlLedger>(
            *database_, storage::Retention{.tombstones_free = 2});
    }

    tests::TemporaryDirectory folder_;
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<storage::ControlLedger> ledger_;
    std::string backup_;
    std::int64_t founded_at_ = 0;
    std::int64_t backups_ = 0;
};

}  // namespace

std::unique_ptr<Backing> in_sqlite(const Setting& setting) {
    return std::make_unique<InSqlite>(setting);
}

}  // namespace ensemble::simulation
