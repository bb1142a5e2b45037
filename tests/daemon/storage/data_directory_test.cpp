// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/data_directory.h"

#include "daemon/storage/file_system.h"
#include "tests/daemon/storage/world.h"
#include "tests/support/small_disk.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>

using namespace ensemble;
using namespace ensemble::tests;
using storage::DataDirectory;

namespace {

Error refusal(const std::string& path) {
    const auto opened = DataDirectory::open(path);
    REQUIRE_FALSE(static_cast<bool>(opened));
    return opened.error();
}

}  // namespace

TEST_CASE("a missing folder is made, with its parents, for the owner alone") {
    const TemporaryDirectory directory;
    const auto path = directory / "a/b/data";
    {
        const auto data = must(DataDirectory::open(path));
        CHECK(data->path() == path);
        struct stat status {};
        REQUIRE(::stat(path.c_str(), &status) == 0);
        CHECK((status.st_mode & 0777) == 0700);
        std::ifstream version(path + "/version");
        std::string line;
        std::getline(version, line);
        CHECK(line == "ensemble data 1");
    }
    must(DataDirectory::open(path));
}

TEST_CASE("one process at a time owns a folder") {
    const TemporaryDirectory directory;
    const auto path = directory / "data";
    std::array<int, 2> ready{};
    std::array<int, 2> done{};
    REQUIRE(::pipe(ready.data()) == 0);
    REQUIRE(::pipe(done.data()) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto data = DataDirectory::open(path);
        char byte = data ? 'y' : 'n';
        if (::write(ready[1], &byte, 1) != 1) ::_exit(1);
        ::close(done[1]);
        // Ends when the parent closes its end.
        (void)!::read(done[0], &byte, 1);
        ::_exit(0);
    }
    char byte = 0;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    REQUIRE(byte == 'y');
    const auto refused = refusal(path);
    CHECK(refused.code == ErrorCode::in_use);
    CHECK(refused.detail == "The data folder " + path + " is in use by another ensembled (pid " +
                                std::to_string(child) + ").");
    for (const int end : {done[0], done[1], ready[0], ready[1]})
        ::close(end);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    const auto data = must(DataDirectory::open(path));
    CHECK(refusal(path).code == ErrorCode::in_use);
}

TEST_CASE("a folder of something else is left alone") {
    const TemporaryDirectory directory;
    std::ofstream(directory / "thesis.tex") << "x";
    const auto refused = refusal(directory.path());
    CHECK(refused.code == ErrorCode::conflict);
    CHECK(refused.detail == "The data folder " + directory.path() +
                                " holds files of something else; choose an empty one.");
    CHECK(::access((directory / "version").c_str(), F_OK) != 0);
}

TEST_CASE("an opening that was interrupted is no obstacle to the next one") {
    const TemporaryDirectory directory;
    for (const auto* name : {"lock", "version.new", ".keep"})
        std::ofstream(directory / name) << "123";
    must(DataDirectory::open(directory.path()));
}

TEST_CASE("version files: newer and damaged ones are refused") {
    const struct {
        const char* text;
        std::optional<ErrorCode> refused;
    } rows[] = {
        {"ensemble data 1\n", std::nullopt},
        {"ensemble data 2\n", ErrorCode::newer_version},
        {"ensemble data 999\n", ErrorCode::newer_version},
        {"ensemble data 0\n", ErrorCode::corrupt},
        {"ensemble data \n", ErrorCode::corrupt},
        {"something else\n", ErrorCode::corrupt},
        {"", ErrorCode::corrupt},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        const TemporaryDirectory directory;
        std::ofstream(directory / "version") << row.text;
        const auto opened = DataDirectory::open(directory.path());
        CHECK(static_cast<bool>(opened) == !row.refused.has_value());
        if (row.refused) CHECK(code_of(opened) == *row.refused);
    }
}

TEST_CASE("what cannot be a folder is refused with the reason") {
    const TemporaryDirectory directory;
    std::ofstream(directory / "file") << "x";
    CHECK(refusal(directory / "file").detail ==
          "The data folder " + (directory / "file") + " is not a folder.");
    CHECK(refusal(directory / "file/data").detail.find("cannot be made: Not a directory") !=
          std::string::npos);
}

TEST_CASE("a folder that may not be written is refused with the reason") {
    if (::geteuid() != 0) {
        WARN_MESSAGE(false, "not run: mounting a disk that is read-only needs root");
        return;
    }
    const SmallDisk disk("1m");
    REQUIRE(disk.mounted());
    REQUIRE(::mount("tmpfs", disk.path().c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) == 0);
    const auto refused = refusal(disk.path());
    CHECK(refused.code == ErrorCode::io_error);
    CHECK(refused.detail.find("Read-only file system") != std::string::npos);
}

TEST_CASE("network file systems are told from local ones") {
    const struct {
        long magic;
        const char* type;
        const char* network;
    } rows[] = {
        {0x6969, "nfs4", "NFS"},
        {0x517b, "smbfs", "SMB"},
        {static_cast<long>(0xff534d42), "cifs", "CIFS"},
        {static_cast<int>(0xff534d42), "cifs", "CIFS"},
        {static_cast<long>(0xfe534d42), "smb3", "SMB"},
        {0x01021997, "9p", "9p"},
        {0x00c36400, "ceph", "Ceph"},
        {0x0bd00bd0, "lustre", "Lustre"},
        {0x65735546, "fuse.sshfs", "sshfs"},
        {0x65735546, "fuse.rclone", "rclone"},
        {0x65735546, "fuse.glusterfs", "glusterfs"},
        {0x65735546, "fuseblk", ""},
        {0x65735546, "fuse.gocryptfs", ""},
        {0x65735546, "virtiofs", ""},
        {0x65735546, "", ""},
        {0xef53, "ext4", ""},
        {0x58465342, "xfs", ""},
        {static_cast<long>(0x9123683e), "btrfs", ""},
        {0x01021994, "tmpfs", ""},
        {0x794c7630, "overlay", ""},
        {0x2fc12fc1, "zfs", ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.type);
        CHECK(storage::network_file_system(row.magic, row.type) == row.network);
    }
}

TEST_CASE("the type of a mount is read from the mount table") {
    const std::string table =
        "22 27 0:21 / /proc rw,nosuid shared:12 - proc proc rw\n"
        "36 35 98:0 /mnt1 /mnt/with\\040blank rw,noatime master:1 unbindable - ext3 /dev/root rw\n"
        "99 35 0:77 / /home/a/remote rw - fuse.sshfs a@b:/c rw,user_id=0\n"
        "broken line\n"
        "100 35 0:78 / /x rw\n";
    CHECK(storage::mount_type(table, makedev(98, 0)) == "ext3");
    CHECK(storage::mount_type(table, makedev(0, 77)) == "fuse.sshfs");
    CHECK(storage::mount_type(table, makedev(0, 78)).empty());
    CHECK(storage::mount_type(table, makedev(1, 1)).empty());
    CHECK(storage::mount_type("", makedev(98, 0)).empty());
}
