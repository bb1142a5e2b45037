// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bodies.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <random>

namespace ensemble::bench {

namespace {

void add_number(std::string& out, double value) {
    std::array<char, 40> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
    out.append(text.data(), end.ptr);
}

// `"key":value` with the quotes escaped once, as inside a JSON string.
void add_field(std::string& out, std::string_view key, double value) {
    if (out.back() != '{') out += ',';
    out += "\\\"";
    out += key;
    out += "\\\":";
    add_number(out, value);
}

class LineMaker {
public:
    explicit LineMaker(const Shape& shape) : shape_(shape), dice_(shape.seed) {
        for (std::size_t i = 0; i < shape.metrics; ++i)
            keys_.push_back("train/metric_" + std::to_string(i));
        keys_.insert(keys_.end(), {"_step", "_timestamp", "_runtime"});
        for (std::size_t i = 0; i < keys_.size(); ++i)
            order_.push_back(i);
    }

    void add_line(std::string& out, std::size_t step) {
        std::shuffle(order_.begin(), order_.end(), dice_);
        out += "\"{";
        for (const std::size_t key : order_)
            add_field(out, keys_[key], value(key, step));
        out += "}\"";
    }

private:
    double value(std::size_t key, std::size_t step) {
        const double seconds = static_cast<double>(step) * 0.05 + jitter_(dice_) * 0.001;
        if (key == shape_.metrics) return static_cast<double>(step);
        if (key == shape_.metrics + 1) return 1795313621.0 + seconds;
        if (key == shape_.metrics + 2) return seconds;
        if (shape_.spike_every != 0 && step % shape_.spike_every == shape_.spike_every / 2)
            return 1000;
        const double trend = 2.0 / (1.0 + static_cast<double>(step) * 0.001);
        return static_cast<double>(static_cast<float>(trend + 0.1 * noise_(dice_)));
    }

    const Shape& shape_;
    std::mt19937_64 dice_;
    std::normal_distribution<double> noise_;
    std::uniform_real_distribution<double> jitter_;
    std::vector<std::string> keys_;
    std::vector<std::size_t> order_;
};

}  // namespace

std::vector<std::string> make_bodies(const Shape& shape) {
    LineMaker maker(shape);
    std::vector<std::string> bodies;
    for (std::size_t first = 0; first < shape.lines; first += shape.lines_per_body) {
        std::string body = R"({"files":{"wandb-history.jsonl":{"offset":)" + std::to_string(first) +
                           R"(,"content":[)";
        const std::size_t end = std::min(shape.lines, first + shape.lines_per_body);
        for (std::size_t step = first; step < end; ++step) {
            if (step != first) body += ',';
            maker.add_line(body, step);
        }
        body += R"(]},"wandb-summary.json":{"offset":0,"content":["{\"_step\":)" +
                std::to_string(end - 1) + R"(,\"train/metric_0\":0.5}"]}}})";
        bodies.push_back(std::move(body));
    }
    return bodies;
}

}  // namespace ensemble::bench
