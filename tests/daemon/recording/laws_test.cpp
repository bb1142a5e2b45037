// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <random>

#include "tests/daemon/recording/fixture.h"
#include "tests/daemon/recording/model.h"

// Random histories against the naive model. A failing seed is printed; put it first to replay it.
namespace ensemble::recording::tests {

namespace {

Recorder::Options small_groups() {
    Recorder::Options options;
    options.rows_per_group = 32;
    options.journal_bytes_max = 16 << 10;
    options.idle_after = std::chrono::milliseconds(0);
    return options;
}

// One run's life: batches in and out of order, some sent again, some rewriting; seals, restarts
// and maintenance in between.
class Life {
public:
    explicit Life(std::uint64_t seed) : random_(seed) { open(); }

    void live(int rounds) {
        for (int i = 0; i < rounds; ++i) {
            round();
            if (random_() % 8 == 0) compare();
        }
        compare();
        house_->check();
    }

private:
    void open() {
        house_.reset();
        house_ = std::make_unique<House>(folder_.path(), small_groups());
        CHECK(house_->warnings.empty());
    }

    void round() {
        switch (random_() % 12) {
        case 0:
            REQUIRE((*house_)->commit());
            return;
        case 1:
            open();
            return;
        case 2:
            REQUIRE((*house_)->seal_all());
            return;
        case 3:
            REQUIRE((*house_)->maintain());
            return;
        case 4:
            send_again();
            return;
        case 5:
            send(rewritten());
            return;
        default:
            send(fresh());
            return;
        }
    }

    std::vector<std::pair<std::int64_t, Row>> fresh() {
        std::vector<std::pair<std::int64_t, Row>> rows;
        const auto count = random_() % 40;
        for (std::uint64_t i = 0; i < count; ++i) {
            if (random_() % 20 == 0) step_ += static_cast<std::int64_t>(random_() % 50);
            rows.emplace_back(step_++, random_row(random_));
        }
        if (random_() % 4 == 0) std::shuffle(rows.begin(), rows.end(), random_);
        return rows;
    }

    // Other values for steps that may or may not be there.
    std::vector<std::pair<std::int64_t, Row>> rewritten() {
        std::vector<std::pair<std::int64_t, Row>> rows;
        const auto count = random_() % 10;
        for (std::uint64_t i = 0; i < count; ++i) {
            const auto step =
                static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(step_ + 3));
            rows.emplace_back(step, random_row(random_));
        }
        return rows;
    }

    void send(const std::vector<std::pair<std::int64_t, Row>>& rows) {
        std::vector<std::string> lines;
        for (const auto& [step, row] : rows) {
            lines.push_back(line_text(step, row, random_));
            model_.write(step, row);
            step_ = std::max(step_, step + 1);
        }
        sent_.push_back(rows);
        house_->append(run, Sent().history(offset_, lines));
        offset_ += static_cast<std::int64_t>(lines.size());
    }

    void send_again() {
        if (sent_.empty()) return;
        // Newest only: an older one would bring values back that were rewritten since.
        send(sent_.back());
    }

    void compare() {
        REQUIRE(house_->rows(run) == model_.rows());
        const Counts counts = house_->counts(run);
        CHECK(counts.rows == model_.row_count());
        CHECK(counts.duplicates == model_.duplicates);
        CHECK(counts.replaced == model_.replaced);
        CHECK(counts.history_lines == offset_);
        compare_series({"loss"}, "loss", nullptr, "_step");
        compare_series({"mixed"}, "mixed", nullptr, "_step");
        compare_series({"rare"}, "rare", nullptr, "_step");
        compare_series({"n", "z", "w"}, "n.z.w", nullptr, "_step");
        const Path time{"_timestamp"};
        compare_series({"loss"}, "loss", &time, "_timestamp");
        const Path rare{"rare"};
        compare_series({"acc"}, "acc", &rare, "rare");
    }

    void compare_series(const Path& y, const std::string& key, const Path* x,
                        const std::string& x_name) {
        const auto points = model_.points(y, x);
        SeriesRequest request;
        request.key = key;
        request.x = x_name;
        for (const std::size_t most : {std::size_t{1}, std::size_t{7}, std::size_t{100'000}}) {
            request.points_max = most;
            request.x_min.reset();
            request.x_max.reset();
            compare_one(points, request, -1e300, 1e300);
            const auto edge = [&] {
                return static_cast<double>(random_() % static_cast<std::uint64_t>(step_ + 10)) -
                       2.5;
            };
            request.x_min = edge();
            request.x_max = *request.x_min + std::fabs(edge());
            compare_one(points, request, *request.x_min, *request.x_max);
        }
    }

    void compare_one(const std::vector<Model::Point>& points, const SeriesRequest& request,
                     double x_min, double x_max) {
        const auto series = (*house_)->series(run, request);
        REQUIRE(series);
        CAPTURE(request.key);
        CAPTURE(request.x);
        CAPTURE(request.points_max);
        CAPTURE(x_min);
        CAPTURE(x_max);
        CHECK(series->exact == (series->points <= request.points_max));
        for (const std::string& difference : differences(*series, points, x_min, x_max))
            FAIL_CHECK(difference);
    }

    Folder folder_;
    std::mt19937_64 random_;
    std::unique_ptr<House> house_;
    Model model_;
    std::int64_t step_ = 0;
    std::int64_t offset_ = 0;
    std::vector<std::vector<std::pair<std::int64_t, Row>>> sent_;
};

}  // namespace

TEST_CASE("whatever happens in between, reads equal the naive model") {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        CAPTURE(seed);
        Life(seed).live(60);
    }
}

TEST_CASE("batches may be split, mixed up and sent again without a difference") {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(seed);
        Model model;
        std::vector<std::string> lines;
        for (std::int64_t step = 0; step < 200; ++step) {
            const Row row = random_row(random);
            lines.push_back(line_text(step, row, random));
            model.write(step, row);
        }
        struct Span {
            std::size_t first = 0;
            std::size_t last = 0;
        };
        std::vector<Span> spans;
        for (std::size_t at = 0; at < lines.size();) {
            const std::size_t end = std::min<std::size_t>(lines.size(), at + 1 + random() % 30);
            const std::size_t times = 1 + random() % 3;
            for (std::size_t i = 0; i < times; ++i)
                spans.push_back(Span{at, end});
            at = end;
        }
        std::shuffle(spans.begin(), spans.end(), random);
        Folder folder;
        House house(folder.path(), small_groups());
        for (const Span span : spans) {
            const auto first = lines.begin() + static_cast<std::ptrdiff_t>(span.first);
            const auto last = lines.begin() + static_cast<std::ptrdiff_t>(span.last);
            house.append(run, Sent().history(static_cast<std::int64_t>(span.first), {first, last}));
            if (random() % 4 == 0) REQUIRE(house->maintain());
        }
        CHECK(house.rows(run) == model.rows());
        CHECK(house.counts(run).rows == 200);
        CHECK(house.counts(run).history_lines == 200);
        CHECK(house.counts(run).replaced == 0);
        house.check();
    }
}

}  // namespace ensemble::recording::tests
