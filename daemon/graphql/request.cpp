// SPDX-License-Identifier: Apache-2.0
#include "daemon/graphql/request.h"

#include <optional>

#include <simdjson.h>

#include "daemon/graphql/cost.h"
#include "daemon/graphql/parser.h"
#include "shared/base/limits.h"

namespace ensemble::graphql {

namespace {

namespace dom = simdjson::dom;

// The parser has refused everything nested deeper than limits::json_depth_max.
Input to_input(const dom::element& element) {
    Input made;
    switch (element.type()) {
    case dom::element_type::ARRAY: {
        made.kind = Input::Kind::list;
        const dom::array items = element.get_array().value_unsafe();
        for (const dom::element item : items)
            made.items.push_back(to_input(item));
        break;
    }
    case dom::element_type::OBJECT: {
        made.kind = Input::Kind::object;
        const dom::object fields = element.get_object().value_unsafe();
        for (const auto& [key, value] : fields)
            made.fields.push_back({std::string(key), to_input(value)});
        break;
    }
    case dom::element_type::INT64:
        made.kind = Input::Kind::integer;
        made.integer = element.get_int64().value_unsafe();
        break;
    case dom::element_type::UINT64:
        made.kind = Input::Kind::real;
        made.real = static_cast<double>(element.get_uint64().value_unsafe());
        break;
    case dom::element_type::DOUBLE:
        made.kind = Input::Kind::real;
        made.real = element.get_double().value_unsafe();
        break;
    case dom::element_type::STRING:
        made.kind = Input::Kind::text;
        made.text = std::string(element.get_string().value_unsafe());
        break;
    case dom::element_type::BOOL:
        made.kind = Input::Kind::boolean;
        made.boolean = element.get_bool().value_unsafe();
        break;
    case dom::element_type::NULL_VALUE:
        break;
    }
    return made;
}

Result<void> choose_operation(Request& request, std::string_view name) {
    for (const Operation& one : request.document.operations) {
        if (!name.empty() && one.name != name) continue;
        if (request.operation != nullptr)
            return fail(ErrorCode::bad_request,
                        "the query holds several operations; operationName must choose one");
        request.operation = &one;
    }
    if (request.operation == nullptr)
        return fail(ErrorCode::bad_request, "unknown operation " + std::string(name));
    if (request.operation->kind == OperationKind::subscription)
        return fail(ErrorCode::unsupported, "subscriptions are not supported by this server");
    return {};
}

// The text field of that name; "" when absent or null.
Result<std::string> text_field(const dom::object& root, std::string_view name) {
    auto found = root.at_key(name);
    if (found.error() != simdjson::SUCCESS || found.value_unsafe().is_null()) return std::string();
    std::string_view text;
    if (found.get(text) != simdjson::SUCCESS)
        return fail(ErrorCode::bad_request, std::string(name) + " must be a string");
    if (!simdjson::validate_utf8(text))
        return fail(ErrorCode::bad_request, std::string(name) + " is not valid UTF-8");
    return std::string(text);
}

Result<void> read_json(std::string_view body, Request& request, std::string& operation_name) {
    dom::parser parser(limits::graphql_body_bytes_max);
    if (parser.allocate(body.size(), limits::json_depth_max) != simdjson::SUCCESS)
        return fail(ErrorCode::unavailable, "out of memory");
    dom::element parsed;
    if (const auto error = parser.parse(body.data(), body.size()).get(parsed); error)
        return fail(ErrorCode::bad_request,
                    std::string("the request is not JSON: ") + simdjson::error_message(error));
    dom::object root;
    if (parsed.get(root) != simdjson::SUCCESS)
        return fail(ErrorCode::bad_request, "the request must be a JSON object");
    auto query = text_field(root, "query");
    if (!query) return query.error();
    request.query = std::move(*query);
    auto name = text_field(root, "operationName");
    if (!name) return name.error();
    operation_name = std::move(*name);
    request.variables.kind = Input::Kind::object;
    auto variables = root.at_key("variables");
    if (variables.error() != simdjson::SUCCESS || variables.value_unsafe().is_null()) return {};
    if (!variables.value_unsafe().is_object())
        return fail(ErrorCode::bad_request, "variables must be an object");
    request.variables = to_input(variables.value_unsafe());
    return {};
}

}  // namespace

Result<std::shared_ptr<Request>> read_request(std::string_view body) {
    if (body.size() > limits::graphql_body_bytes_max)
        return fail(ErrorCode::too_large, "the request is too large");
    auto request = std::make_shared<Request>();
    std::string operation_name;
    if (auto done = read_json(body, *request, operation_name); !done) return done.error();
    auto document = parse(request->query);
    if (!document) return document.error();
    request->document = std::move(*document);
    if (auto done = choose_operation(*request, operation_name); !done) return done.error();
    if (auto done = check_cost(request->document, *request->operation); !done) return done.error();
    return request;
}

}  // namespace ensemble::graphql
