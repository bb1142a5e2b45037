// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// The source tree as values, so that a rule can be tried on a planted file as well.
namespace ensemble::architecture {

struct File {
    std::string path;  // from the root, with forward slashes
    std::vector<std::string> lines;
};

struct Fault {
    std::string path;
    std::size_t line = 0;  // from one; zero: the file as a whole
    std::string rule;
};

// Every text file under `root` apart from what is built, downloaded or recorded there.
std::vector<File> read_tree(const std::string& root);

File file(std::string path, std::string_view text);

// "path:line: rule", one per line.
std::string report(const std::vector<Fault>& faults);

// Whether the path is in the folder (given without a slash at its end) or below it.
bool under(std::string_view path, std::string_view folder);
std::string folder_of(std::string_view path);     // "" at the top
std::string_view name_of(std::string_view path);  // the last part

// .cpp or .h
bool is_cpp(std::string_view path);
// A language that people write here, as opposed to data, documents and generated text.
bool is_source(const File& file);

// The lines with comments and the insides of literals blanked out, for C++, TypeScript and CSS
// (slash comments) or Python, shell and CMake (hash comments).
std::vector<std::string> code_of(const File& file);

}  // namespace ensemble::architecture
