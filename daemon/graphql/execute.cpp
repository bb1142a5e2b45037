// SPDX-License-Identifier: Apache-2.0
#include "daemon/graphql/execute.h"

#include <deque>
#include <unordered_map>

#include "daemon/graphql/json_out.h"
#include "shared/base/limits.h"

namespace ensemble::graphql {

namespace {

// Selections of one response key, from all fragments that apply.
struct Group {
    const Selection* field = nullptr;
    std::vector<const SelectionSet*> sets;
};

// Where in the answer we are; a chain on the stack.
struct Place {
    const Place* outer = nullptr;
    std::string_view key;
    std::size_t index = 0;  // when key is ""
};

class Execution {
public:
    Execution(const Request& request, const Roots& roots) : request_(request), roots_(roots) {}

    Answer run();

private:
    using Sets = std::vector<const SelectionSet*>;

    void collect(const SelectionSet& set, const Object& object, std::vector<Group>& groups,
                 std::unordered_map<std::string_view, std::size_t>& by_key) const;
    bool included(const Selection& selection) const;
    bool truth(const Selection& selection, const Directive& directive) const;

    void write_object(const Object& object, const Sets& sets, const Place* place, bool root);
    void write_field(const Object& object, const Group& group, const Place& place, bool root);
    void write_value(const Value& value, const Group& group, const Place& place);
    Result<Value> resolve(const Object& object, const Group& group, bool root);

    const Input* variable(std::string_view name) const;
    std::optional<Input> resolved(const Input& input) const;
    void add_error(Error error, const Place& place);
    bool spent();

    const Request& request_;
    const Roots& roots_;
    std::string out_;
    std::string errors_;
    std::optional<Error> first_error_;
    std::size_t values_ = 0;
    bool stopped_ = false;
};

const Input* Execution::variable(std::string_view name) const {
    for (const VariableDefinition& one : request_.operation->variables) {
        if (one.name != name) continue;
        if (const Input* given = request_.variables.find(name)) return given;
        return one.has_default ? &one.default_value : nullptr;
    }
    return nullptr;
}

// nullopt: a variable that was not given, so the argument or field is left out.
std::optional<Input> Execution::resolved(const Input& input) const {
    if (input.kind == Input::Kind::variable) {
        const Input* given = variable(input.text);
        return given == nullptr ? std::nullopt : std::optional<Input>(*given);
    }
    if (input.kind != Input::Kind::list && input.kind != Input::Kind::object) return input;
    Input made;
    made.kind = input.kind;
    for (const Input& item : input.items)
        made.items.push_back(resolved(item).value_or(Input()));
    for (const auto& [name, value] : input.fields) {
        if (auto field = resolved(value)) made.fields.push_back({name, std::move(*field)});
    }
    return made;
}

bool Execution::truth(const Selection&, const Directive& directive) const {
    for (const Argument& argument : directive.arguments) {
        if (argument.name != "if") continue;
        const Input* value = &argument.value;
        if (value->kind == Input::Kind::variable) value = variable(value->text);
        return value != nullptr && value->kind == Input::Kind::boolean && value->boolean;
    }
    return false;
}

bool Execution::included(const Selection& selection) const {
    for (const Directive& directive : selection.directives) {
        if (directive.name == "include" && !truth(selection, directive)) return false;
        if (directive.name == "skip" && truth(selection, directive)) return false;
    }
    return true;
}

void Execution::collect(const SelectionSet& set, const Object& object, std::vector<Group>& groups,
                        std::unordered_map<std::string_view, std::size_t>& by_key) const {
    for (const Selection& selection : set.selections) {
        if (!included(selection)) continue;
        if (selection.kind == Selection::Kind::field) {
            const auto [found, added] = by_key.emplace(selection.key(), groups.size());
            if (added) groups.push_back(Group{&selection, {}});
            if (!selection.set.selections.empty())
                groups[found->second].sets.push_back(&selection.set);
            continue;
        }
        std::string_view condition = selection.type_condition;
        const SelectionSet* inner = &selection.set;
        if (selection.kind == Selection::Kind::spread) {
            const Fragment* fragment = request_.document.fragment(selection.name);
            condition = fragment->type_condition;
            inner = &fragment->set;
        }
        if (condition.empty() || object.is_a(condition)) collect(*inner, object, groups, by_key);
    }
}

void Execution::add_error(Error error, const Place& place) {
    std::vector<const Place*> path;
    for (const Place* one = &place; one != nullptr; one = one->outer)
        path.push_back(one);
    if (!errors_.empty()) errors_ += ',';
    errors_ += "{\"message\":";
    append_string(errors_, error.detail);
    errors_ += ",\"path\":[";
    for (std::size_t i = path.size(); i > 0; --i) {
        if (i < path.size()) errors_ += ',';
        if (path[i - 1]->key.empty())
            errors_ += std::to_string(path[i - 1]->index);
        else
            append_string(errors_, path[i - 1]->key);
    }
    errors_ += "]}";
    if (!first_error_) first_error_ = std::move(error);
}

// Whether the answer has grown past its bounds; from then on everything is null.
bool Execution::spent() {
    if (stopped_) return true;
    ++values_;
    stopped_ =
        values_ > limits::graphql_values_max || out_.size() > limits::graphql_answer_bytes_max;
    if (stopped_)
        add_error(fail(ErrorCode::too_large, "the answer is too large; ask for smaller pages"),
                  Place{nullptr, "data"});
    return stopped_;
}

Result<Value> Execution::resolve(const Object& object, const Group& group, bool root) {
    const Selection& field = *group.field;
    if (field.name == "__typename") {
        return object.type_name().empty() ? Value() : Value(object.type_name());
    }
    Input given;
    given.kind = Input::Kind::object;
    for (const Argument& argument : field.arguments) {
        if (auto value = resolved(argument.value))
            given.fields.push_back({std::string(argument.name), std::move(*value)});
    }
    std::optional<Error> problem;
    auto answer = object.resolve(field.name, Arguments(given, problem));
    if (answer) {
        if (problem && *answer) return *problem;
        return std::move(*answer);
    }
    if (root && (field.name == "__schema" || field.name == "__type")) return Value();
    if (roots_.unknown) roots_.unknown(object.type_name(), field.name);
    if (root && request_.operation->kind == OperationKind::mutation)
        return fail(ErrorCode::unsupported,
                    std::string(field.name) + " is not supported by this server yet");
    return Value();
}

void Execution::write_field(const Object& object, const Group& group, const Place& place,
                            bool root) {
    append_string(out_, group.field->key());
    out_ += ':';
    if (spent()) {
        out_ += "null";
        return;
    }
    auto value = resolve(object, group, root);
    if (!value) {
        out_ += "null";
        add_error(value.error(), place);
        return;
    }
    write_value(*value, group, place);
}

void Execution::write_value(const Value& value, const Group& group, const Place& place) {
    const auto& held = value.held();
    if (const auto* text = std::get_if<std::string>(&held)) {
        append_string(out_, *text);
    } else if (const auto* integer = std::get_if<std::int64_t>(&held)) {
        out_ += std::to_string(*integer);
    } else if (const auto* number = std::get_if<double>(&held)) {
        append_number(out_, *number);
    } else if (const auto* boolean = std::get_if<bool>(&held)) {
        out_ += *boolean ? "true" : "false";
    } else if (const auto* raw = std::get_if<RawJson>(&held)) {
        out_ += raw->text;
    } else if (const auto* list = std::get_if<List>(&held)) {
        out_ += '[';
        for (std::size_t i = 0; i < list->size(); ++i) {
            if (i > 0) out_ += ',';
            if (spent())
                out_ += "null";
            else
                write_value((*list)[i], group, Place{&place, {}, i});
        }
        out_ += ']';
    } else if (const auto* object = std::get_if<ObjectPtr>(&held); object && *object) {
        write_object(**object, group.sets, &place, false);
    } else {
        out_ += "null";
    }
}

void Execution::write_object(const Object& object, const Sets& sets, const Place* place,
                             bool root) {
    std::vector<Group> groups;
    std::unordered_map<std::string_view, std::size_t> by_key;
    for (const SelectionSet* set : sets)
        collect(*set, object, groups, by_key);
    out_ += '{';
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (i > 0) out_ += ',';
        write_field(object, groups[i], Place{place, groups[i].field->key()}, root);
    }
    out_ += '}';
}

Answer Execution::run() {
    const bool mutation = request_.operation->kind == OperationKind::mutation;
    const ObjectPtr& root = mutation ? roots_.mutation : roots_.query;
    write_object(*root, {&request_.operation->set}, nullptr, true);
    std::string body = "{";
    if (!errors_.empty()) body += "\"errors\":[" + errors_ + "],";
    body += "\"data\":" + out_ + "}";
    return {std::move(body), std::move(first_error_)};
}

}  // namespace

Answer execute(const Request& request, const Roots& roots) {
    return Execution(request, roots).run();
}

std::string refusal_body(std::string_view message) {
    return "{\"errors\":[{\"message\":" + quoted(message) + "}],\"data\":null}";
}

}  // namespace ensemble::graphql
