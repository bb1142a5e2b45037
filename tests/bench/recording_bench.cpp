// SPDX-License-Identifier: Apache-2.0
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "daemon/recording/recorder.h"
#include "daemon/storage/database.h"
#include "daemon/storage/row_group_store.h"

// The recorder without a network: what a point costs to take, to keep and to draw.
// bench_recording <folder> [runs] [lines of each]
namespace ensemble::bench {

namespace {

using Clock = std::chrono::steady_clock;

double cpu_s() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

struct Stretch {
    Clock::time_point wall = Clock::now();
    double cpu = cpu_s();

    void print(const char* what, double points) const {
        const double seconds = std::chrono::duration<double>(Clock::now() - wall).count();
        const double used = cpu_s() - cpu;
        std::printf("{\"name\":\"%s\",\"wall_ms\":%.2f,\"cpu_ms\":%.2f", what, seconds * 1e3,
                    used * 1e3);
        if (points > 0)
            std::printf(",\"points_per_cpu_s\":%.0f,\"points_per_s\":%.0f", points / used,
                        points / seconds);
        std::printf("}\n");
    }
};

constexpr std::size_t metrics = 10;

// Lines as the SDK sends them: keys in random order, noisy float32 values as doubles.
class LineMaker {
public:
    explicit LineMaker(std::uint64_t seed) : dice_(seed) {
        for (std::size_t i = 0; i < metrics + 3; ++i)
            order_[i] = i;
    }

    std::string line(std::size_t step) {
        std::shuffle(order_.begin(), order_.end(), dice_);
        std::string out = "{";
        for (const std::size_t key : order_) {
            if (out.size() > 1) out += ',';
            const double seconds = static_cast<double>(step) * 0.05 + jitter_(dice_) * 0.001;
            if (key == metrics) {
                add(out, "\"_step\":", static_cast<double>(step));
            } else if (key == metrics + 1) {
                add(out, "\"_timestamp\":", 1795313621.0 + seconds);
            } else if (key == metrics + 2) {
                add(out, "\"_runtime\":", seconds);
            } else {
                out += "\"train/metric_" + std::to_string(key) + "\":";
                const double trend = 2.0 / (1.0 + static_cast<double>(step) * 0.001);
                add(out, "", static_cast<double>(static_cast<float>(trend + 0.1 * noise_(dice_))));
            }
        }
        return out + "}";
    }

private:
    static void add(std::string& out, const char* key, double value) {
        std::array<char, 40> text{};
        const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
        out += key;
        out.append(text.data(), end.ptr);
    }

    std::mt19937_64 dice_;
    std::normal_distribution<double> noise_;
    std::uniform_real_distribution<double> jitter_;
    std::array<std::size_t, metrics + 3> order_{};
};

struct House {
    std::unique_ptr<storage::Database> database;
    std::unique_ptr<storage::RowGroupStore> store;
    std::unique_ptr<recording::Recorder> recorder;
};

House open(const std::string& folder) {
    House house;
    house.database = std::move(*storage::Database::open(folder + "/control.db"));
    house.store = std::make_unique<storage::RowGroupStore>(*house.database);
    recording::Recorder::Options options;
    options.directory = folder;
    house.recorder = std::move(*recording::Recorder::open(
        options, *house.store, [](std::string text) { std::puts(text.c_str()); }));
    return house;
}

std::uint64_t blocks_bytes(const std::string& folder) {
    std::uint64_t bytes = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) bytes += entry.file_size();
    }
    return bytes;
}

void ingest(recording::Recorder& recorder, std::size_t runs, std::size_t lines) {
    constexpr std::size_t per_batch = 500;
    const double points = static_cast<double>(runs * lines * metrics);
    std::vector<std::string> texts;
    LineMaker maker(1);
    for (std::size_t step = 0; step < lines; ++step)
        texts.push_back(maker.line(step));
    std::size_t bytes = 0;
    for (const std::string& text : texts)
        bytes += text.size();
    std::printf("{\"name\":\"line bytes\",\"value\":%.1f}\n",
                static_cast<double>(bytes) / static_cast<double>(lines));
    const auto batch_at = [&](std::size_t first) {
        recording::Batch batch;
        batch.history.emplace();
        batch.history->offset = static_cast<std::int64_t>(first);
        for (std::size_t i = first; i < std::min(lines, first + per_batch); ++i)
            batch.history->lines.push_back(texts[i]);
        return batch;
    };
    Stretch parsing;
    for (std::size_t first = 0; first < lines; first += per_batch) {
        auto batch = batch_at(first);
        recording::parse_lines(batch);
    }
    parsing.print("parse only", points / static_cast<double>(runs));

    Stretch whole;
    for (std::size_t first = 0; first < lines; first += per_batch) {
        for (std::size_t run = 1; run <= runs; ++run) {
            auto batch = batch_at(first);
            recording::parse_lines(batch);
            if (auto done = recorder.append(RunId{static_cast<std::int64_t>(run)}, batch); !done)
                std::puts(done.error().detail.c_str());
            if (!recorder.commit()) std::puts("commit failed");
        }
    }
    whole.print("ingest", points);
    Stretch sealing;
    if (!recorder.seal_all()) std::puts("seal failed");
    sealing.print("seal the rest", 0);
}

void draw(recording::Recorder& recorder, std::size_t runs, const char* name) {
    Stretch drawing;
    std::uint64_t points = 0;
    for (std::size_t run = 1; run <= runs; ++run) {
        recording::SeriesRequest request;
        request.key = "train/metric_3";
        auto series = recorder.series(RunId{static_cast<std::int64_t>(run)}, request);
        if (series) points += series->points;
    }
    drawing.print(name, static_cast<double>(points));
}

}  // namespace

int run(const std::string& folder, std::size_t runs, std::size_t lines) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    {
        House house = open(folder);
        ingest(*house.recorder, runs, lines);
        draw(*house.recorder, runs, "draw, first");
        draw(*house.recorder, runs, "draw, again");
        Stretch rows;
        static_cast<void>(house.recorder->rows(RunId{1}, recording::Stream::history, 0,
                                               static_cast<std::int64_t>(lines), 500));
        rows.print("500 rows of all", 0);
    }
    std::printf("{\"name\":\"bytes a point\",\"value\":%.3f}\n",
                static_cast<double>(blocks_bytes(folder)) /
                    static_cast<double>(runs * lines * metrics));
    Stretch opening;
    House house = open(folder);
    opening.print("open", 0);
    draw(*house.recorder, runs, "draw, after opening");
    return 0;
}

}  // namespace ensemble::bench

int main(int count, char** arguments) {
    const auto number = [&](int at, std::size_t otherwise) {
        return count > at ? static_cast<std::size_t>(std::stoul(arguments[at])) : otherwise;
    };
    if (count < 2) return 2;
    return ensemble::bench::run(arguments[1], number(2, 100), number(3, 100'000));
}
