// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/file_system.h"

#include "daemon/storage/data_directory.h"

#include <sys/sysmacros.h>

#include <array>
#include <cstddef>
#include <sstream>

namespace ensemble::storage {

namespace {

struct Kind {
    unsigned long magic;
    std::string_view name;
};

// statfs(2), linux/magic.h and the file systems' own headers.
constexpr std::array<Kind, 16> network_kinds{{
    {0x6969, "NFS"},
    {0x517b, "SMB"},
    {0xff534d42, "CIFS"},
    {0xfe534d42, "SMB"},
    {0x01021997, "9p"},
    {0x00c36400, "Ceph"},
    {0x5346414f, "AFS"},
    {0x6b414653, "AFS"},
    {0x73757245, "Coda"},
    {0x564c, "NCP"},
    {0x0bd00bd0, "Lustre"},
    {0x19830326, "BeeGFS"},
    {0x47504653, "GPFS"},
    {0xaad7aaea, "PanFS"},
    {0x7461636f, "OCFS2"},
    {0x01161970, "GFS2"},
}};
constexpr unsigned long fuse_magic = 0x65735546;

// FUSE is also used for local disks, so only these.
constexpr std::array<std::string_view, 14> network_fuse_types{
    "sshfs",     "rclone", "s3fs",    "goofys",    "gcsfuse", "glusterfs", "ceph",
    "ceph-fuse", "cephfs", "juicefs", "curlftpfs", "davfs",   "mount-s3",  "afp",
};

}  // namespace

std::string_view network_file_system(long magic, std::string_view type) {
    // f_type is signed on some machines; the numbers are 32 bits wide.
    const auto number = static_cast<unsigned long>(magic) & 0xffffffff;
    for (const auto& kind : network_kinds) {
        if (kind.magic == number) return kind.name;
    }
    if (number != fuse_magic) return {};
    constexpr std::string_view prefix = "fuse.";
    const auto kind = type.substr(0, prefix.size()) == prefix ? type.substr(prefix.size()) : type;
    for (const auto name : network_fuse_types) {
        if (name == kind) return name;
    }
    return {};
}

std::string mount_type(const std::string& mount_table, std::uint64_t device) {
    const std::string wanted = std::to_string(major(device)) + ":" + std::to_string(minor(device));
    std::istringstream lines(mount_table);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string id;
        std::string parent;
        std::string numbers;
        words >> id >> parent >> numbers;
        const auto separator = line.find(" - ");
        if (numbers != wanted || separator == std::string::npos) continue;
        const auto begin = separator + 3;
        return line.substr(begin, line.find(' ', begin) - begin);
    }
    return {};
}

}  // namespace ensemble::storage
