// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/instants.h"

#include <chrono>
#include <cstdio>

namespace ensemble::wandb {

namespace {

namespace chrono = std::chrono;

class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    // Exactly so many digits.
    bool digits(std::size_t count, int& value) {
        if (text_.size() < count) return false;
        value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (text_[i] < '0' || text_[i] > '9') return false;
            value = value * 10 + (text_[i] - '0');
        }
        text_.remove_prefix(count);
        return true;
    }

    bool take(std::string_view any_of) {
        if (text_.empty() || any_of.find(text_.front()) == std::string_view::npos) return false;
        text_.remove_prefix(1);
        return true;
    }

    // Milliseconds of a fraction; further digits are dropped.
    bool fraction(int& ms) {
        int scale = 100;
        std::size_t used = 0;
        for (; used < text_.size() && text_[used] >= '0' && text_[used] <= '9'; ++used) {
            ms += (text_[used] - '0') * scale;
            scale /= 10;
        }
        text_.remove_prefix(used);
        return used > 0;
    }

    char front() const { return text_.empty() ? '\0' : text_.front(); }
    bool done() const { return text_.empty(); }

private:
    std::string_view text_;
};

bool read_time(Reader& reader, std::int64_t& ms) {
    int hour = 0;
    int minute = 0;
    int second = 0;
    int fraction = 0;
    if (!reader.digits(2, hour) || !reader.take(":") || !reader.digits(2, minute)) return false;
    if (reader.take(":") && !reader.digits(2, second)) return false;
    if (reader.take(".,") && !reader.fraction(fraction)) return false;
    if (hour > 23 || minute > 59 || second > 60) return false;
    ms += ((hour * 60 + minute) * 60 + second) * std::int64_t{1000} + fraction;
    return true;
}

bool read_zone(Reader& reader, std::int64_t& ms) {
    if (reader.take("Zz")) return true;
    const char sign = reader.front();
    if (!reader.take("+-")) return true;
    int hours = 0;
    int minutes = 0;
    if (!reader.digits(2, hours)) return false;
    reader.take(":");
    if (!reader.done() && !reader.digits(2, minutes)) return false;
    const std::int64_t offset = (hours * 60 + minutes) * std::int64_t{60'000};
    ms += sign == '+' ? -offset : offset;
    return true;
}

}  // namespace

std::string iso_text(Instant instant) {
    const chrono::sys_time<chrono::milliseconds> time{chrono::milliseconds(instant.ms)};
    const auto day = chrono::floor<chrono::days>(time);
    const chrono::year_month_day date{day};
    const chrono::hh_mm_ss<chrono::milliseconds> clock{time - day};
    char text[48];
    const int written = std::snprintf(
        text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return std::string(text, static_cast<std::size_t>(written));
}

std::optional<Instant> read_iso(std::string_view text) {
    Reader reader(text);
    int year = 0;
    int month = 0;
    int day = 0;
    if (!reader.digits(4, year) || !reader.take("-") || !reader.digits(2, month) ||
        !reader.take("-") || !reader.digits(2, day))
        return std::nullopt;
    const chrono::year_month_day date{chrono::year(year),
                                      chrono::month(static_cast<unsigned>(month)),
                                      chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    std::int64_t ms = chrono::milliseconds(chrono::sys_days(date).time_since_epoch()).count();
    if (reader.done()) return Instant{ms};
    if (!reader.take("Tt ") || !read_time(reader, ms) || !read_zone(reader, ms) || !reader.done())
        return std::nullopt;
    return Instant{ms};
}

}  // namespace ensemble::wandb
