// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/architecture/rules.h"

using namespace ensemble::architecture;

TEST_CASE("a room that includes a higher one is a fault, with file and line") {
    const auto faults =
        check_rooms({file("shared/runs/life.cpp", "// first\n"
                                                  "#include \"shared/base/ids.h\"\n"
                                                  "#include \"daemon/http/status.h\"\n")});
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].path == "shared/runs/life.cpp");
    CHECK(faults[0].line == 3);
    CHECK(faults[0].rule == "shared/runs may not include daemon/http/status.h");
    CHECK(report(faults) ==
          "\nshared/runs/life.cpp:3: shared/runs may not include daemon/http/status.h");
}

TEST_CASE("who may include whom") {
    struct Row {
        const char* path;
        const char* target;
        bool allowed;
    };
    for (const Row& row : {
             Row{"shared/base/encoding.cpp", "shared/base/ids.h", true},
             Row{"shared/base/encoding.cpp", "shared/runs/run.h", false},
             Row{"shared/runs/run.h", "shared/teams/user.h", false},
             Row{"shared/teams/commands.h", "shared/records/rows.h", true},
             Row{"shared/records/rows.h", "shared/teams/commands.h", false},
             Row{"shared/sync/replica.cpp", "shared/protocol/messages.h", false},
             Row{"shared/runs/life.cpp", "shared/json/reader.h", false},
             Row{"shared/query/filter.h", "shared/runs/run.h", true},
             Row{"wasm/core.cpp", "shared/query/filter.h", true},
             Row{"wasm/core.cpp", "daemon/http/message.h", false},
             Row{"daemon/http/router.h", "shared/runs/run.h", false},
             Row{"daemon/storage/run_store.cpp", "daemon/recording/batch.h", false},
             Row{"daemon/recording/recorder.cpp", "daemon/storage/row_group_store.h", true},
             Row{"daemon/run_index/index.cpp", "daemon/recording/recorder.h", true},
             Row{"daemon/blobs/folder.cpp", "daemon/storage/database.h", false},
             Row{"daemon/wandb/fields.cpp", "daemon/graphql/parse.h", true},
             Row{"daemon/api/runs.cpp", "daemon/graphql/parse.h", false},
             Row{"daemon/api/runs.cpp", "daemon/wandb/fields.h", false},
             Row{"daemon/net/listener.cpp", "daemon/http/router.h", true},
             Row{"daemon/net/listener.cpp", "daemon/storage/database.h", false},
             Row{"daemon/app.cpp", "daemon/net/listener.h", true},
             Row{"daemon/app.cpp", "tests/support/clock.h", false},
             Row{"tests/daemon/net/slow_test.cpp", "daemon/net/listener.h", true},
             Row{"tests/daemon/net/slow_test.cpp", "client.h", true},
             Row{"daemon/net/listener.cpp", "client.h", false},
             Row{"shared/base/encoding.cpp", "somewhere/else.h", false},
         }) {
        const std::string line = "#include \"" + std::string(row.target) + "\"\n";
        CAPTURE(row.path);
        CAPTURE(row.target);
        CHECK(check_rooms({file(row.path, line)}).empty() == row.allowed);
    }
}

TEST_CASE("a library outside of its room is a fault") {
    struct Row {
        const char* path;
        const char* target;
        bool allowed;
    };
    for (const Row& row : {
             Row{"daemon/net/listener.cpp", "boost/asio.hpp", true},
             Row{"tests/daemon/net/slow_test.cpp", "boost/asio.hpp", true},
             Row{"daemon/sync/hub.cpp", "boost/asio.hpp", false},
             Row{"daemon/storage/statement.cpp", "sqlite3.h", true},
             Row{"tests/daemon/storage/statement_test.cpp", "sqlite3.h", true},
             Row{"daemon/wandb/fields.cpp", "sqlite3.h", false},
             Row{"daemon/api/runs.cpp", "nlohmann/json.hpp", true},
             Row{"daemon/api/runs.h", "nlohmann/json.hpp", false},
             Row{"daemon/api/runs.h", "nlohmann/json_fwd.hpp", true},
             Row{"daemon/api/runs.cpp", "doctest/doctest.h", false},
             Row{"daemon/main.cpp", "CLI/CLI.hpp", true},
             Row{"daemon/api/runs.cpp", "CLI/CLI.hpp", false},
         }) {
        const std::string line = "#include <" + std::string(row.target) + ">\n";
        CAPTURE(row.path);
        CAPTURE(row.target);
        CHECK(check_libraries({file(row.path, line)}).empty() == row.allowed);
    }
}

TEST_CASE("shared is refused what a browser does not have") {
    for (const char* target : {"thread", "chrono", "sqlite3.h", "unistd.h", "nlohmann/json.hpp"}) {
        const std::string line = "#include <" + std::string(target) + ">\n";
        CAPTURE(target);
        CHECK(check_shared_is_pure({file("shared/runs/life.cpp", line)}).size() == 1);
        CHECK(check_shared_is_pure({file("daemon/app.cpp", line)}).empty());
    }
    CHECK(check_shared_is_pure({file("shared/runs/life.cpp", "#include <vector>\n")}).empty());
    CHECK(check_shared_is_pure({file("shared/runs/json.cpp", "#include <nlohmann/json.hpp>\n")})
              .empty());
}

TEST_CASE("a source whose own header comes late is a fault") {
    const File header = file("shared/runs/life.h", "#pragma once\n");
    const std::string own = "#include \"shared/runs/life.h\"\n";
    const std::string other = "#include <vector>\n";
    CHECK(check_own_header_first({header, file("shared/runs/life.cpp", own + other)}).empty());
    CHECK(check_own_header_first({header, file("shared/runs/life.cpp", other + own)}).size() == 1);
    CHECK(check_own_header_first({file("shared/runs/life.cpp", other)}).empty());
}

TEST_CASE("elements of the page know nothing of the domain, and only one room opens sockets") {
    struct Row {
        const char* path;
        const char* line;
        bool allowed;
    };
    for (const Row& row : {
             Row{"web/src/elements/Button.svelte", "import { t } from '../languages/text';", true},
             Row{"web/src/elements/Button.svelte", "import { r } from '../runs/table';", false},
             Row{"web/src/languages/es/home.ts", "import { k } from '../keys';", true},
             Row{"web/src/languages/es/home.ts", "import { r } from '../../runs/row';", false},
             Row{"web/src/elements/Button.svelte", "import Icon from './Icon.svelte';", true},
             Row{"web/src/runs/Table.svelte", "import Button from '../elements/B.svelte';", true},
             Row{"web/src/runs/live.ts", "const s = new WebSocket('/api/live');", false},
             Row{"web/src/connection/live.ts", "const s = new WebSocket('/api/live');", true},
         }) {
        CAPTURE(row.path);
        CAPTURE(row.line);
        CHECK(check_web_imports({file(row.path, row.line)}).empty() == row.allowed);
    }
}
