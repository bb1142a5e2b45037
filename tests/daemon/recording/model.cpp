// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/recording/model.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>

namespace ensemble::recording::tests {

namespace {

std::string quoted(const std::string& text) {
    return "\"" + text + "\"";
}

std::string object(const Row& row, std::size_t depth) {
    std::string out = "{";
    for (auto field = row.begin(); field != row.end();) {
        if (out.size() > 1) out += ',';
        const std::string name = field->first[depth];
        out += quoted(name) + ":";
        if (field->first.size() == depth + 1) {
            out += field->second;
            ++field;
            continue;
        }
        Row inner;
        for (; field != row.end() && field->first[depth] == name; ++field)
            inner.insert(*field);
        out += object(inner, depth + 1);
    }
    return out + "}";
}

bool number(const std::string& json, double& out) {
    if (json.empty() || std::strchr("\"[{tfn", json[0]) != nullptr) return false;
    // An integer that a double does not hold is kept as text.
    if (json.size() > 17 && json.find_first_not_of("0123456789") == std::string::npos) return false;
    out = std::strtod(json.c_str(), nullptr);
    return true;
}

bool same(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) || a == b;
}

}  // namespace

void Model::write(std::int64_t step, const Row& row) {
    const auto [known, fresh] = rows_.emplace(step, Row{});
    bool changed = fresh;
    for (const auto& [path, text] : row) {
        const auto value = known->second.find(path);
        if (value != known->second.end() && value->second == text) continue;
        changed = true;
        if (value != known->second.end()) ++replaced;
        known->second[path] = text;
    }
    if (!changed) ++duplicates;
}

void Model::cut(std::int64_t step) {
    rows_.erase(rows_.upper_bound(step), rows_.end());
}

std::vector<std::string> Model::rows() const {
    std::vector<std::string> out;
    for (const auto& [step, row] : rows_) {
        std::string text = object(row, 0);
        text.insert(1, "\"_step\":" + std::to_string(step) + (row.empty() ? "" : ","));
        out.push_back(std::move(text));
    }
    return out;
}

std::vector<Model::Point> Model::points(const Path& y, const Path* x) const {
    std::vector<Point> out;
    for (const auto& [step, row] : rows_) {
        Point point;
        point.x = static_cast<double>(step);
        const auto y_text = row.find(y);
        if (y_text == row.end() || !number(y_text->second, point.y)) continue;
        if (x != nullptr) {
            const auto x_text = row.find(*x);
            if (x_text == row.end() || !number(x_text->second, point.x)) continue;
        }
        if (std::isfinite(point.x)) out.push_back(point);
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const Point& a, const Point& b) { return a.x < b.x; });
    return out;
}

std::string line_text(std::int64_t step, const Row& row, std::mt19937_64& random) {
    // The members of an object must stay together, so objects are shuffled by their first name.
    std::map<std::string, Row> groups;
    for (const auto& [path, text] : row)
        groups[path[0]][path] = text;
    std::vector<std::string> members{"\"_step\":" + std::to_string(step)};
    for (const auto& [name, group] : groups) {
        const std::string text = object(group, 0);
        members.push_back(text.substr(1, text.size() - 2));
    }
    std::shuffle(members.begin(), members.end(), random);
    std::string line = "{";
    for (const std::string& member : members)
        line += (line.size() > 1 ? "," : "") + member;
    return line + "}";
}

Row random_row(std::mt19937_64& random) {
    static const std::vector<Path> paths{{"loss"},       {"acc"},         {"a.b"},   {"n", "x"},
                                         {"n", "y"},     {"n", "z", "w"}, {"mixed"}, {"rare"},
                                         {"_timestamp"}, {"_runtime"}};
    static const std::vector<std::string> texts{"\"x\"",
                                                "true",
                                                "null",
                                                "[1,2]",
                                                "NaN",
                                                "Infinity",
                                                "-Infinity",
                                                "-0",
                                                "0",
                                                "1",
                                                "0.1",
                                                "1e+300",
                                                "-2.5e-07",
                                                "9007199254740992",
                                                "5e-324",
                                                "{}",
                                                "{\"_type\":\"t\"}",
                                                "12345678901234567890",
                                                "0.3333333333333333"};
    Row row;
    for (const Path& path : paths) {
        if (path[0] == "rare" ? random() % 50 != 0 : random() % 5 == 0) continue;
        if (path[0] == "mixed") {
            row[path] = texts[random() % texts.size()];
        } else if (path[0] == "acc") {
            row[path] = std::to_string(random() % 100);
        } else {
            // Halves and quarters print the same everywhere.
            const auto quarters = static_cast<std::int64_t>(random() % 4001) - 2000;
            std::string text = std::to_string(quarters / 4);
            const auto rest = std::abs(quarters % 4);
            if (quarters < 0 && quarters > -4) text = quarters == 0 ? "0" : "-0";
            if (rest != 0) text += rest == 1 ? ".25" : rest == 2 ? ".5" : ".75";
            row[path] = text;
        }
    }
    return row;
}

std::vector<std::string> differences(const metrics::Series& series,
                                     const std::vector<Model::Point>& points, double x_min,
                                     double x_max) {
    std::vector<std::string> out;
    std::vector<Model::Point> inside;
    for (const auto& point : points) {
        if (point.x >= x_min && point.x <= x_max) inside.push_back(point);
    }
    if (series.points != inside.size())
        out.push_back("points " + std::to_string(series.points) + ", not " +
                      std::to_string(inside.size()));
    const auto broken = static_cast<std::uint64_t>(std::count_if(
        inside.begin(), inside.end(), [](const auto& point) { return !std::isfinite(point.y); }));
    if (series.not_finite != broken) out.emplace_back("not_finite differs");
    if (series.exact) {
        if (series.x.size() != inside.size()) return out;
        for (std::size_t i = 0; i < inside.size(); ++i) {
            if (series.x[i] != inside[i].x || !same(series.y[i], inside[i].y))
                out.push_back("point " + std::to_string(i) + " differs");
        }
        return out;
    }
    const std::size_t buckets = series.count.size();
    const double width = (series.x_max - series.x_min) / static_cast<double>(buckets);
    std::vector<std::vector<double>> held(buckets);
    for (const auto& point : inside) {
        const auto at =
            width > 0 ? static_cast<std::size_t>((point.x - series.x_min) * (1 / width)) : 0;
        if (std::isfinite(point.y)) held[std::min(at, buckets - 1)].push_back(point.y);
    }
    for (std::size_t i = 0; i < buckets; ++i) {
        if (series.count[i] != held[i].size())
            out.push_back("count of bucket " + std::to_string(i) + " differs");
        if (held[i].empty()) continue;
        double sum = 0;
        double size = 0;
        for (const double y : held[i]) {
            sum += y;
            size += std::fabs(y);
        }
        const auto count = static_cast<double>(held[i].size());
        if (series.min[i] != *std::min_element(held[i].begin(), held[i].end()) ||
            series.max[i] != *std::max_element(held[i].begin(), held[i].end()))
            out.push_back("extremes of bucket " + std::to_string(i) + " differ");
        if (!(std::fabs(series.mean[i] - sum / count) <= 1e-12 * size))
            out.push_back("mean of bucket " + std::to_string(i) + " differs");
    }
    return out;
}

}  // namespace ensemble::recording::tests
