// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "tests/architecture/rules.h"

namespace ensemble::architecture {

namespace {

struct Room {
    std::string_view folder;
    std::vector<std::string_view> may_include;  // folders, with what is below them
};

// From low to high. A room that is not listed includes nothing. The first entry that a path lies
// under counts.
const std::vector<Room>& rooms() {
    static const std::vector<Room> table{
        {"shared/base", {}},
        {"shared/json", {"shared/base"}},
        {"shared/permissions", {"shared/base"}},
        {"shared/records", {"shared/base", "shared/permissions"}},
        {"shared/users", {"shared/base", "shared/permissions", "shared/records"}},
        {"shared/roles", {"shared/base", "shared/permissions", "shared/records"}},
        {"shared/teams", {"shared/base", "shared/permissions", "shared/records"}},
        {"shared/projects", {"shared/base", "shared/permissions", "shared/records"}},
        {"shared/runs", {"shared/base", "shared/permissions", "shared/records"}},
        {"shared/metrics", {"shared/base", "shared/permissions"}},
        {"shared/query", {"shared/base", "shared/runs", "shared/metrics", "shared/json"}},
        {"shared/sync",
         {"shared/base", "shared/permissions", "shared/records", "shared/users", "shared/roles",
          "shared/teams", "shared/projects", "shared/runs"}},
        {"shared/protocol",
         {"shared/base", "shared/json", "shared/permissions", "shared/records", "shared/users",
          "shared/roles", "shared/teams", "shared/projects", "shared/runs", "shared/sync"}},
        {"wasm", {"shared"}},
        {"daemon/http", {"shared/base"}},
        {"daemon/graphql", {"shared/base"}},
        {"daemon/health", {"shared/base", "daemon/http"}},
        {"daemon/page", {"shared/base", "daemon/http"}},
        {"daemon/outbound", {"shared/base", "daemon/http"}},
        {"daemon/storage", {"shared"}},
        {"daemon/blobs", {"shared/base"}},
        {"daemon/recording", {"shared", "daemon/storage"}},
        {"daemon/run_index", {"shared", "daemon/storage", "daemon/recording"}},
        {"daemon/auth", {"shared", "daemon/http", "daemon/storage"}},
        {"daemon/live", {"shared", "daemon/http"}},
        {"daemon/sync", {"shared", "daemon/storage"}},
        {"daemon/trash",
         {"shared", "daemon/storage", "daemon/blobs", "daemon/recording", "daemon/sync"}},
        {"daemon/api",
         {"shared", "daemon/http", "daemon/outbound", "daemon/storage", "daemon/blobs",
          "daemon/recording", "daemon/run_index", "daemon/auth", "daemon/live", "daemon/sync"}},
        {"daemon/wandb",
         {"shared", "daemon/http", "daemon/graphql", "daemon/storage", "daemon/blobs",
          "daemon/recording", "daemon/run_index", "daemon/auth", "daemon/live", "daemon/sync"}},
        {"daemon/net", {"shared/base", "daemon/http"}},
        {"daemon/command",
         {"shared", "daemon/http", "daemon/storage", "daemon/blobs", "daemon/recording",
          "daemon/auth", "daemon/sync"}},
        {"daemon", {"shared", "daemon"}},
        {"tests", {"shared", "wasm", "daemon", "tests"}},
    };
    return table;
}

struct Library {
    std::string_view header;  // how its includes begin
    std::vector<std::string_view> folders;
};

// A library that is not listed may be used by any room of the daemon.
const std::vector<Library>& libraries() {
    static const std::vector<Library> table{
        {"boost/", {"daemon/net"}},
        {"sqlite3.h", {"daemon/storage"}},
        {"curl/", {"daemon/outbound"}},
        {"CLI/", {"daemon/main.cpp", "daemon/command"}},
        {"prometheus/", {"daemon/health"}},
        {"sodium", {"daemon/auth"}},
        {"zstd.h", {"daemon/recording", "daemon/storage"}},
        {"simdjson.h", {"daemon/recording", "daemon/graphql", "daemon/wandb", "daemon/api"}},
        {"doctest/", {"tests"}},
    };
    return table;
}

struct Include {
    std::size_t line = 0;
    std::string target;
    bool angled = false;
};

std::vector<Include> includes_of(const File& file) {
    std::vector<Include> found;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
        const std::string& line = file.lines[i];
        if (!line.starts_with("#include")) continue;
        const std::size_t start = line.find_first_of("<\"");
        if (start == std::string::npos) continue;
        const bool angled = line[start] == '<';
        const std::size_t end = line.find(angled ? '>' : '"', start + 1);
        if (end == std::string::npos) continue;
        found.push_back({i + 1, line.substr(start + 1, end - start - 1), angled});
    }
    return found;
}

const Room* room_of(std::string_view path) {
    for (const Room& room : rooms()) {
        if (under(path, room.folder)) return &room;
    }
    return nullptr;
}

bool under_any(std::string_view path, const std::vector<std::string_view>& folders) {
    return std::any_of(folders.begin(), folders.end(),
                       [&](std::string_view folder) { return under(path, folder); });
}

// A test may name what lies beside it without its folder.
std::string full_target(const File& file, const Include& include) {
    const bool beside = include.target.find('/') == std::string::npos;
    if (!beside || !under(file.path, "tests")) return include.target;
    return folder_of(file.path) + "/" + include.target;
}

std::optional<std::string> refusal(const File& file, const Include& include) {
    const Room* room = room_of(file.path);
    if (room == nullptr) return "a source outside of every known room";
    const std::string target = full_target(file, include);
    if (room_of(target) == nullptr) return "\"" + target + "\" is in no known room";
    if (room->folder == room_of(target)->folder || under_any(target, room->may_include)) return {};
    return std::string(room->folder) + " may not include " + target;
}

// The folder whose rules about libraries hold: a test follows the room that it mirrors.
std::string_view tested(std::string_view path) {
    return under(path, "tests") ? path.substr(std::string_view("tests/").size()) : path;
}

}  // namespace

std::vector<Fault> check_rooms(const std::vector<File>& tree) {
    std::vector<Fault> faults;
    for (const File& file : tree) {
        if (!is_cpp(file.path)) continue;
        for (const Include& include : includes_of(file)) {
            if (include.angled) continue;
            if (auto rule = refusal(file, include))
                faults.push_back({file.path, include.line, *rule});
        }
    }
    return faults;
}

std::vector<Fault> check_libraries(const std::vector<File>& tree) {
    std::vector<Fault> faults;
    for (const File& file : tree) {
        if (!is_cpp(file.path)) continue;
        for (const Include& include : includes_of(file)) {
            for (const Library& library : libraries()) {
                if (!include.target.starts_with(library.header)) continue;
                if (under_any(file.path, library.folders)) continue;
                if (under_any(tested(file.path), library.folders)) continue;
                faults.push_back(
                    {file.path, include.line, "<" + include.target + "> belongs to another room"});
            }
            const bool header = file.path.ends_with(".h") && !under(file.path, "tests");
            if (header && include.target == "nlohmann/json.hpp") {
                faults.push_back({file.path, include.line, "a header takes json_fwd.hpp"});
            }
        }
    }
    return faults;
}

std::vector<Fault> check_shared_is_pure(const std::vector<File>& tree) {
    static const std::set<std::string_view> impure{
        "atomic",  "chrono",         "condition_variable", "coroutine",       "filesystem",
        "fstream", "future",         "iostream",           "mutex",           "random",
        "ranges",  "semaphore",      "shared_mutex",       "source_location", "stop_token",
        "thread",  "memory_resource"};
    // Instructions that a compiler offers by a header, used where it says that it has them.
    static const std::set<std::string_view> instructions{"nmmintrin.h", "arm_acle.h"};
    std::vector<Fault> faults;
    for (const File& file : tree) {
        if (!is_cpp(file.path) || !under(file.path, "shared")) continue;
        const bool json = under(file.path, "shared/json") || name_of(file.path) == "json.cpp";
        for (const Include& include : includes_of(file)) {
            const std::string& target = include.target;
            if (!include.angled || instructions.count(target) != 0) continue;
            if (json && target.starts_with("nlohmann/")) continue;
            if (impure.count(target) != 0 || target.find_first_of("./") != std::string::npos) {
                faults.push_back({file.path, include.line, "shared does without <" + target + ">"});
            }
        }
    }
    return faults;
}

std::vector<Fault> check_own_header_first(const std::vector<File>& tree) {
    std::set<std::string> headers;
    for (const File& file : tree) {
        if (file.path.ends_with(".h")) headers.insert(file.path);
    }
    std::vector<Fault> faults;
    for (const File& file : tree) {
        if (!file.path.ends_with(".cpp")) continue;
        const std::string own = file.path.substr(0, file.path.size() - 3) + "h";
        if (headers.count(own) == 0) continue;
        const auto includes = includes_of(file);
        if (!includes.empty() && full_target(file, includes.front()) == own) continue;
        faults.push_back({file.path, 1, "the first include is " + own});
    }
    return faults;
}

std::vector<Fault> check_room_table() {
    std::vector<Fault> faults;
    for (std::size_t i = 0; i < rooms().size(); ++i) {
        for (const std::string_view target : rooms()[i].may_include) {
            for (std::size_t higher = i + 1; higher < rooms().size(); ++higher) {
                if (!under(rooms()[higher].folder, target)) continue;
                faults.push_back({"the room table", i + 1,
                                  std::string(rooms()[i].folder) + " looks up to " +
                                      std::string(rooms()[higher].folder)});
            }
        }
    }
    return faults;
}

}  // namespace ensemble::architecture
