// SPDX-License-Identifier: Apache-2.0
#include "daemon/graphql/value.h"

namespace ensemble::graphql {

namespace {

class Record final : public Object {
public:
    Record(std::string_view type_name, Members members)
        : type_name_(type_name), members_(std::move(members)) {}

    std::string_view type_name() const override { return type_name_; }
    bool is_a(std::string_view type) const override {
        return type_name_.empty() || type == type_name_;
    }
    std::optional<Outcome> resolve(std::string_view field, const Arguments&) const override {
        for (const auto& [name, value] : members_) {
            if (name == field) return Outcome(value);
        }
        return std::nullopt;
    }

private:
    std::string_view type_name_;
    Members members_;
};

}  // namespace

Value record(std::string_view type_name, Members members) {
    return ObjectPtr(std::make_shared<Record>(type_name, std::move(members)));
}

}  // namespace ensemble::graphql
