// SPDX-License-Identifier: Apache-2.0
// What the machine itself can do, to stand beside what the daemon does:
//   append FOLDER MIB   one file grows by 64 KiB and fdatasync at a time
//   scan POINTS RUNS    POINTS doubles of RUNS series into 1,500 buckets each, from memory
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point started) {
    return std::chrono::duration<double>(Clock::now() - started).count();
}

int append(const std::string& folder, std::size_t mebibytes) {
    const std::string path = folder + "/append";
    const int file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_TRUNC, 0600);
    if (file < 0) return 1;
    const std::string piece(64 << 10, 'x');
    const std::size_t pieces = mebibytes * 16;
    const auto started = Clock::now();
    for (std::size_t i = 0; i < pieces; ++i) {
        if (::write(file, piece.data(), piece.size()) != static_cast<ssize_t>(piece.size()) ||
            ::fdatasync(file) != 0)
            return 1;
    }
    const double wall = seconds_since(started);
    ::close(file);
    ::unlink(path.c_str());
    std::printf("{\"append_mib_per_s\": %.1f, \"syncs_per_s\": %.0f}\n",
                static_cast<double>(mebibytes) / wall, static_cast<double>(pieces) / wall);
    return 0;
}

int scan(std::size_t points, std::size_t runs) {
    std::mt19937_64 dice(1);
    std::normal_distribution<double> noise;
    std::vector<double> values(points);
    for (double& value : values)
        value = noise(dice);
    constexpr std::size_t buckets = 1500;
    std::vector<double> low(buckets), high(buckets), sum(buckets);
    const auto started = Clock::now();
    double kept = 0;
    const std::size_t each = points / runs;
    for (std::size_t run = 0; run < runs; ++run) {
        std::fill(low.begin(), low.end(), 1e300);
        std::fill(high.begin(), high.end(), -1e300);
        std::fill(sum.begin(), sum.end(), 0.0);
        for (std::size_t i = 0; i < each; ++i) {
            const double value = values[run * each + i];
            const std::size_t bucket = i * buckets / each;
            low[bucket] = std::min(low[bucket], value);
            high[bucket] = std::max(high[bucket], value);
            sum[bucket] += value;
        }
        kept += low[0] + high[buckets - 1] + sum[buckets / 2];
    }
    std::printf("{\"scan_ms\": %.2f, \"checksum\": %g}\n", seconds_since(started) * 1000, kept);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string what = argc > 1 ? argv[1] : "";
    if (what == "append" && argc == 4) return append(argv[2], std::strtoull(argv[3], nullptr, 10));
    if (what == "scan" && argc == 4)
        return scan(std::strtoull(argv[2], nullptr, 10), std::strtoull(argv[3], nullptr, 10));
    std::fprintf(stderr, "bench_limits append FOLDER MIB | scan POINTS RUNS\n");
    return 2;
}
