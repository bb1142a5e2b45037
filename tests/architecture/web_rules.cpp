// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <regex>
#include <set>

#include "tests/architecture/rules.h"

namespace ensemble::architecture {

namespace {

struct PageRoom {
    std::string_view folder;  // below web/src
    std::set<std::string_view> may_import;
};

// Rooms of the page with a short list of what they may know, besides themselves.
const std::vector<PageRoom>& narrow_rooms() {
    static const std::vector<PageRoom> table{
        {"elements", {"languages", "styles"}},
        {"languages", {}},
    };
    return table;
}

// What only one room of the page may do.
struct Privilege {
    std::string_view text;
    std::set<std::string_view> rooms;
};

const std::vector<Privilege>& privileges() {
    static const std::vector<Privilege> table{
        {"new WebSocket(", {"connection", "sync"}},
        {"WebAssembly.", {"core", "sync"}},
    };
    return table;
}

std::string room_of_page(const File& file) {
    constexpr std::string_view top = "web/src/";
    if (!file.path.starts_with(top)) return "";
    const std::string rest = file.path.substr(top.size());
    const std::size_t slash = rest.find('/');
    return slash == std::string::npos ? "" : rest.substr(0, slash);
}

// The room that a relative import such as '../runs/table' leads to; "" when it is no such import.
std::string imported_room(const File& importing, const std::string& line) {
    if (line.find("./") == std::string::npos) return "";
    static const std::regex pattern(
        "(from|import) *\\(?['\"]((?:\\./)?(?:\\.\\./)*)([^'\"]*)['\"]");
    std::smatch match;
    if (!std::regex_search(line, match, pattern)) return "";
    std::string folder = folder_of(importing.path);
    const std::string up = match[2].str();
    if (up.empty()) return "";
    for (std::size_t at = 0; (at = up.find("../", at)) != std::string::npos; at += 3) {
        folder = folder_of(folder);
    }
    return room_of_page(file(folder + "/" + match[3].str(), ""));
}

void check_line(const File& file, const std::string& room, std::size_t line,
                std::vector<Fault>& faults) {
    const std::string target = imported_room(file, file.lines[line]);
    for (const PageRoom& narrow : narrow_rooms()) {
        if (narrow.folder != room || target.empty() || target == room) continue;
        if (narrow.may_import.count(target) != 0) continue;
        faults.push_back({file.path, line + 1, room + " may not import " + target});
    }
    for (const Privilege& privilege : privileges()) {
        if (file.lines[line].find(privilege.text) == std::string::npos) continue;
        if (privilege.rooms.count(room) != 0) continue;
        faults.push_back({file.path, line + 1, std::string(privilege.text) + " in another room"});
    }
}

}  // namespace

std::vector<Fault> check_web_imports(const std::vector<File>& tree) {
    std::vector<Fault> faults;
    for (const File& file : tree) {
        const std::string room = room_of_page(file);
        if (room.empty() || !is_source(file)) continue;
        for (std::size_t i = 0; i < file.lines.size(); ++i)
            check_line(file, room, i, faults);
    }
    return faults;
}

}  // namespace ensemble::architecture
