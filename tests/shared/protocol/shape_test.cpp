// SPDX-License-Identifier: Apache-2.0
#include "tests/shared/protocol/shape.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "shared/protocol/writing.h"
#include "tests/shared/protocol/members.h"

using namespace ensemble;
using namespace ensemble::protocol;

namespace {

// A visitor that keeps the names and the addresses of what it is shown.
struct Gathered {
    std::multiset<std::string> names;
    std::set<const void*> members;

    template <class V>
    void operator()(std::string_view name, const V& value) {
        names.insert(std::string(name));
        members.insert(&value);
    }
    template <class V>
    void maybe(std::string_view name, const V& value, const V& = V{}) {
        (*this)(name, value);
    }
    void version() {
        names.insert("proto");
        names.insert("schema");
    }
    template <class Variant>
    void which(std::string_view name, const Variant& sum) {
        (*this)(name, sum);
    }
    template <class Variant>
    void content(const Variant& sum) {
        std::visit(
            [&](const auto& one) {
                Gathered inner;
                fields(inner, one);
                names.insert(inner.names.begin(), inner.names.end());
            },
            sum);
    }
    bool has_no_name_twice() const {
        return std::set<std::string>(names.begin(), names.end()).size() == names.size();
    }
};

template <class T>
void check_type(const T& value, std::string_view name) {
    CAPTURE(name);
    Gathered gathered;
    fields(gathered, value);
    CHECK(gathered.members.size() == member_count<T>);
    CHECK(gathered.has_no_name_twice());
}

template <class Variant, std::size_t... I>
void check_each(std::index_sequence<I...>) {
    (check_type(std::variant_alternative_t<I, Variant>{}, Sum<Variant>::name(I)), ...);
}

template <class Variant>
void check_sum() {
    check_each<Variant>(std::make_index_sequence<std::variant_size_v<Variant>>());
}

// What lies flat in another object shares no name with it.
template <class Outer, class Variant, std::size_t... I>
void check_flat(Variant Outer::*sum, std::index_sequence<I...>) {
    const auto check = [&](const Variant& inner) {
        CAPTURE(Sum<Variant>::name(inner.index()));
        Outer outer;
        outer.*sum = inner;
        Gathered gathered;
        fields(gathered, outer);
        CHECK(gathered.has_no_name_twice());
    };
    (check(std::variant_alternative_t<I, Variant>{}), ...);
}

}  // namespace

TEST_CASE("No field of any type is forgotten, and none has the name of another") {
    check_sum<sync::Command>();
    check_sum<records::Row>();
    check_sum<sync::FromPage>();
    check_sum<sync::FromDaemon>();
    check_sum<sync::Stored>();
    check_type(records::Holding{}, "holding");
    check_type(records::Trace{}, "trace");
    check_type(records::Link{}, "link");
    check_type(records::Key{}, "key");
    check_type(records::Refused{}, "refused");
    check_type(sync::Position{}, "position");
    check_type(sync::Numbered{}, "numbered");
    check_type(sync::Outcome{}, "outcome");
    check_type(sync::Versioned{}, "versioned");
    check_type(sync::ScopePatch{}, "scope patch");
    check_type(sync::Drop{}, "drop");
}

TEST_CASE("What is around a command or a row has no name of theirs") {
    check_flat(&sync::Numbered::command, std::make_index_sequence<sync::command_count>());
    check_flat(&sync::Versioned::row,
               std::make_index_sequence<std::variant_size_v<records::Row>>());
}

TEST_CASE("Every version of the protocol has the fingerprint that it always had") {
    // Only ever added to.
    const std::vector<std::pair<std::int64_t, std::string>> versions{{2, "40fadb4c2c9559bb"},
                                                                     {3, "cb95ce526e9bc3fa"}};
    INFO("The shape of the protocol is not that of its version. Raise `version` in "
         "shared/protocol/version.h, put fingerprint ",
         fingerprint_of(shape()),
         " there and in a new line here, raise `oldest_version` when older pages cannot read what "
         "is sent now, write the golden files anew with ENSEMBLE_WRITE_GOLDEN=1, and add the "
         "version to the history in docs/protocol.md.");
    CHECK(fingerprint_of(shape()) == fingerprint);
    CHECK(versions.back().first == version);
    CHECK(versions.back().second == fingerprint);
    for (std::size_t i = 1; i < versions.size(); ++i)
        CHECK(versions[i].first == versions[i - 1].first + 1);
    CHECK(oldest_version <= version);
    CHECK(oldest_version >= versions.front().first);
}
