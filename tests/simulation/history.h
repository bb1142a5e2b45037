// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "daemon/sync/authority.h"

namespace ensemble::simulation {

using records::Key;
using records::Row;
using records::Scope;

// Everything that was ever made durable, folded by a few lines of its own: what every part of the
// real thing is held against.
class History {
public:
    struct Fate {
        std::int64_t version = 0;
        bool accepted = false;
        UserId actor;
        std::string client;
        std::int64_t seq = 0;
    };
    using Rows = std::map<Key, Row>;

    void begin(const std::vector<sync::Versioned>& rows, std::int64_t version);
    void add(const sync::Decided& decided);
    // A backup came back: what came after it never was.
    struct Mark {
        std::int64_t version = 0;
        std::map<std::string, Fate> fates;
    };
    Mark mark() const { return {version_, fates_}; }
    void restored(const Mark& mark);

    std::int64_t version() const { return version_; }
    // Grows whenever what somebody sees may be another: with rows of these kinds.
    std::int64_t borders() const { return borders_; }
    static bool is_border(records::Kind kind);
    const Rows& now() const { return now_; }
    const Fate* fate(const std::string& id) const;
    // The row as the scope held it at that version; nullptr when it held none of that key.
    const Row* at(Scope scope, const Key& key, std::int64_t version) const;
    std::int64_t changed_at(const Key& key, std::int64_t version) const;
    struct Change {
        std::int64_t version = 0;
        std::optional<Row> row;
    };
    using Changes = std::vector<Change>;
    static const Row* at(Scope scope, const Changes& changes, std::int64_t version);
    const std::map<Key, const Changes*>& ever_in(Scope scope) const;
    // Where that version put rows.
    const std::set<Scope>& changed_by(std::int64_t version) const;
    // Commands that were accepted, in order, without those of a history that is gone.
    const std::vector<std::pair<std::string, Fate>>& accepted() const { return accepted_; }

private:
    void set(const Key& key, std::optional<Row> row, std::int64_t version);

    std::int64_t version_ = 0;
    std::int64_t borders_ = 0;
    Rows now_;
    std::map<Key, Changes> changes_;
    std::map<Scope, std::map<Key, const Changes*>> places_;
    std::map<std::int64_t, std::set<Scope>> scopes_;  // by version
    std::map<std::string, Fate> fates_;
    std::vector<std::pair<std::string, Fate>> accepted_;
};

}  // namespace ensemble::simulation
