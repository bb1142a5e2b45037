// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/data_directory.h"

#include "daemon/storage/file_system.h"
#include "daemon/storage/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace ensemble::storage {

namespace {

// Layout of the folder. The database inside has a version of its own.
constexpr int layout = 1;
constexpr std::string_view version_begins = "ensemble data ";

// May lie in a folder that is new to us.
constexpr std::array<std::string_view, 3> harmless{"lock", "version.new", "lost+found"};

Error folder_error(ErrorCode code, const std::string& path, const std::string& what) {
    return fail(code, "The data folder " + path + " " + what);
}

Result<void> make(const std::string& path) {
    std::error_code failed;
    const auto parent = std::filesystem::path(path).parent_path();
    if (!parent.empty()) std::filesystem::create_directories(parent, failed);
    if (!failed && ::mkdir(path.c_str(), 0700) != 0) failed = {errno, std::generic_category()};
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return folder_error(ErrorCode::io_error, path, "cannot be made: " + failed.message() + ".");
    if (!S_ISDIR(status.st_mode))
        return folder_error(ErrorCode::io_error, path, "is not a folder.");
    if (::access(path.c_str(), R_OK | W_OK | X_OK) != 0)
        return folder_error(
            ErrorCode::io_error, path,
            "cannot be read and written: " + std::generic_category().message(errno) + ".");
    return {};
}

Result<void> check_file_system(const std::string& path) {
    struct statfs system {};
    struct stat status {};
    if (::statfs(path.c_str(), &system) != 0 || ::stat(path.c_str(), &status) != 0)
        return folder_error(ErrorCode::io_error, path, "cannot be looked at.");
    std::ifstream table("/proc/self/mountinfo");
    const std::string mounts{std::istreambuf_iterator<char>(table), {}};
    const auto network =
        network_file_system(static_cast<long>(system.f_type), mount_type(mounts, status.st_dev));
    if (network.empty()) return {};
    return folder_error(ErrorCode::unsupported, path,
                        "is on a network file system (" + std::string(network) +
                            "), where locks and syncing cannot be relied on; choose a folder on a "
                            "local disk.");
}

// Whether there is nothing but what an earlier, interrupted opening may have left.
bool unused(const std::string& path) {
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(path, failed)) {
        const std::string name = entry.path().filename().string();
        const bool known = std::find(harmless.begin(), harmless.end(), name) != harmless.end();
        if (!known && name.front() != '.') return false;
    }
    return !failed;
}

}  // namespace

Result<std::unique_ptr<DataDirectory>> DataDirectory::open(const std::string& path) {
    if (auto made = make(path); !made) return made.error();
    if (auto fine = check_file_system(path); !fine) return fine.error();
    std::unique_ptr<DataDirectory> directory(new DataDirectory(path));
    if (auto locked = directory->take_lock(); !locked) return locked.error();
    if (auto fine = directory->check_version(); !fine) return fine.error();
    return directory;
}

DataDirectory::~DataDirectory() {
    if (lock_ >= 0) ::close(lock_);
}

Result<void> DataDirectory::take_lock() {
    const std::string file = path_ + "/lock";
    lock_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0)
        return folder_error(ErrorCode::io_error, path_,
                            "cannot be written: " + std::generic_category().message(errno) + ".");
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return folder_error(ErrorCode::io_error, path_,
                                "cannot be locked: " + std::generic_category().message(errno) +
                                    ".");
        auto owner = read_small(file, 20);
        std::string pid = owner ? owner->substr(0, owner->find('\n')) : "";
        if (!pid.empty()) pid = " (pid " + pid + ")";
        return folder_error(ErrorCode::in_use, path_, "is in use by another ensembled" + pid + ".");
    }
    const std::string pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(lock_, 0) != 0) return system_error("Writing the lock file", errno);
    return write_all(lock_, pid);
}

Result<void> DataDirectory::check_version() {
    auto text = read_small(path_ + "/version", 64);
    if (!text && text.error().code == ErrorCode::not_found) {
        if (!unused(path_))
            return folder_error(ErrorCode::conflict, path_,
                                "holds files of something else; choose an empty one.");
        return write_version();
    }
    if (!text) return text.error();
    int found = 0;
    const bool begins = text->compare(0, version_begins.size(), version_begins) == 0;
    if (begins)
        std::from_chars(text->data() + version_begins.size(), text->data() + text->size(), found);
    if (found < 1) return folder_error(ErrorCode::corrupt, path_, "has a damaged version file.");
    if (found > layout)
        return folder_error(ErrorCode::newer_version, path_,
                            "was written by a newer version of Ensemble; start that version.");
    return {};
}

Result<void> DataDirectory::write_version() {
    const std::string text = std::string(version_begins) + std::to_string(layout) + "\n";
    const std::string fresh = path_ + "/version.new";
    auto file = open_file(fresh, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file) return file.error();
    if (auto done = write_all(**file, text); !done) return done;
    if (auto done = sync_file(**file); !done) return done;
    if (::rename(fresh.c_str(), (path_ + "/version").c_str()) != 0)
        return system_error("Writing the version file", errno);
    return sync_folder(path_);
}

}  // namespace ensemble::storage
