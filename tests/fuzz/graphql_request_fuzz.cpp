// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>

#include "daemon/graphql/execute.h"
#include "daemon/graphql/parser.h"
#include "daemon/graphql/request.h"
#include "daemon/graphql/value.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace ensemble::graphql;

// Answers every field of even length with itself again, the others with what was asked for; "x" is
// not known.
class Mirror final : public Object {
public:
    std::string_view type_name() const override { return "Mirror"; }
    bool is_a(std::string_view type) const override { return type != "Other"; }
    std::optional<Outcome> resolve(std::string_view field,
                                   const Arguments& arguments) const override {
        if (field == "x") return std::nullopt;
        if (field == "fail") return Outcome(ensemble::fail(ensemble::ErrorCode::not_found, "no"));
        for (const char* name : {"a", "input", "name"}) {
            (void)arguments.text(name);
            (void)arguments.integer(name);
            (void)arguments.texts(name);
            (void)arguments.object(name);
            (void)arguments.objects(name);
        }
        if (!arguments.check()) return Outcome(Value(std::string(field)));
        if (field.size() % 2 == 0) return Outcome(Value(ObjectPtr(std::make_shared<Mirror>())));
        return Outcome(Value(std::string(field)));
    }
};

}  // namespace

// A whole request body, and the same bytes as a document alone; what parses is executed.
void ensemble::fuzz::one_input(std::string_view bytes) {
    (void)graphql::parse(bytes);
    graphql::Roots roots;
    roots.query = std::make_shared<Mirror>();
    roots.mutation = std::make_shared<Mirror>();
    if (const auto request = graphql::read_request(bytes)) {
        const graphql::Answer answer = graphql::execute(**request, roots);
        law(!answer.body.empty() && answer.body.front() == '{' && answer.body.back() == '}');
    }
}
