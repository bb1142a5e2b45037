// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "tests/architecture/tree.h"

// The house rules. Each function takes the whole tree and gives what breaks the rule.
namespace ensemble::architecture {

// Who may include whom, and which library belongs to which room.
std::vector<Fault> check_rooms(const std::vector<File>& tree);
std::vector<Fault> check_libraries(const std::vector<File>& tree);
std::vector<Fault> check_shared_is_pure(const std::vector<File>& tree);
std::vector<Fault> check_own_header_first(const std::vector<File>& tree);
// The table behind check_rooms has no loop.
std::vector<Fault> check_room_table();

// Pages import elements, the core and their own room.
std::vector<Fault> check_web_imports(const std::vector<File>& tree);

// Folders are the known rooms, at the known depth.
std::vector<Fault> check_folders(const std::vector<File>& tree);
std::vector<Fault> check_license_line(const std::vector<File>& tree);
std::vector<Fault> check_file_length(const std::vector<File>& tree);
std::vector<Fault> check_function_length(const std::vector<File>& tree);
std::vector<Fault> check_sources_are_built(const std::vector<File>& tree);

// Vague words in the names of files and of things.
std::vector<Fault> check_names(const std::vector<File>& tree);

// Notes left behind, switched-off tests, paths of one machine, package registry hosts.
std::vector<Fault> check_left_behind(const std::vector<File>& tree);
std::vector<Fault> check_machine_paths(const std::vector<File>& tree);
std::vector<Fault> check_registry_hosts(const std::vector<File>& tree);
// What the page's content security policy forbids.
std::vector<Fault> check_page_markup(const std::vector<File>& tree);

}  // namespace ensemble::architecture
