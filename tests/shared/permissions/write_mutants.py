#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""write_mutants.py DIRECTORY writes the engine's decisions in many wrong versions, each in a namespace
of its own, and the tables of roles in a version that can be changed while it runs."""
import pathlib
import re
import sys

ROOM = pathlib.Path(__file__).resolve().parents[3] / "shared/permissions"

# Enumerators are replaced by each other of the same kind.
ENUMERATORS = {
    "Role": ["none", "view_only", "member", "admin"],
    "Principal": ["anonymous", "person", "team_service", "instance_service", "share_link"],
    "Key": ["session", "full", "read_only", "elsewhere"],
    "Visibility": ["open", "public_", "team", "restricted"],
    "Place": ["instance", "team", "project"],
}

# What could be mistaken for each other.
LOOKALIKES = [
    ("team_role", "project_role"), ("team_extra", "project_extra"),
    ("instance_admin", "registry_admin"), ("members_invite", "users_create_teams"),
    ("users_create_teams", "keys_allowed"), ("creator", "added_to_project"),
    ("public_actions", "open_actions"), ("registry_admin_actions", "instance_admin_actions"),
    ("actions_of(role)", "actions_of(Role::admin)"), ("in_team(facts)", "in_project(facts)"),
    ("in_project(facts)", "in_team(facts)"), ("Standing{}", "in_team(facts)"),
    ("by_role()", "by_extra()"), ("by_extra()", "by_role()"),
    ("for_instance(facts", "for_teams(facts"), ("for_teams(facts", "for_instance(facts"),
    ("for_link(facts", "for_teams(facts"), ("for_anybody(facts", "for_teams(facts"),
    ("own_or_same(action)", "action"), ("is_service", "!is_service"), ("is_withheld", "!is_withheld"),
    ("key_is_idle", "!key_is_idle"), ("moves_out", "!moves_out"),
    ("least_role_with(action)", "Role::none"), ("least_role_with(action)", "Role::admin"),
    ("refuse(", "allow_instead("), ("allow(", "refuse_instead("),
    ("true", "false"), ("false", "true"), ("standing.adds(action)", "standing.has(action)"),
]


def engine():
    """decision.cpp without what surrounds the functions, and without the sum of all decisions."""
    text = re.sub(r"//[^\n]*", "", (ROOM / "decision.cpp").read_text())
    text = text[text.index("namespace {") + len("namespace {"):text.index("ActionSet allowed(")]
    start = text.index("Decision decide(")
    above = text[:start].rstrip()
    assert above.endswith("}"), "the unnamed namespace ends before decide"
    return above[:-1] + "\n" + text[start:]


def closing(text, opening):
    depth = 0
    for i in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[i], 0)
        if depth == 0:
            return i
    raise ValueError("a parenthesis is not closed")


def replaced(text, start, end, new):
    return text[:start] + new + text[end:]


def of_enumerators(text):
    for match in re.finditer(r"\b(%s)::(\w+)" % "|".join(ENUMERATORS), text):
        for other in ENUMERATORS[match.group(1)]:
            if other != match.group(2):
                yield replaced(text, match.start(2), match.end(2), other)


def of_actions(text):
    names = re.findall(r"^    (\w+),$", (ROOM / "action.h").read_text(), flags=re.M)
    for match in re.finditer(r"\bAction::(\w+)", text):
        at = names.index(match.group(1))
        for other in (names[at - 1], names[(at + 1) % len(names)]):
            yield replaced(text, match.start(1), match.end(1), other)


def of_rules(text):
    names = re.findall(r"^    (\w+) = \d+,", (ROOM / "decision.h").read_text(), flags=re.M)
    names = names[names.index("team_role"):]
    for match in re.finditer(r"\bRule::(\w+)", text):
        at = names.index(match.group(1))
        yield replaced(text, match.start(1), match.end(1), names[(at + 1) % len(names)])


def of_operators(text):
    for old, new in (("&&", "||"), ("||", "&&"), ("==", "!="), ("!=", "==")):
        for match in re.finditer(re.escape(old), text):
            yield replaced(text, match.start(), match.end(), new)
    for match in re.finditer(r"!(?=[a-z(])", text):
        yield replaced(text, match.start(), match.end(), "")


def of_conditions(text):
    """Each condition that always holds or never does; each branch of ?: taken always."""
    for match in re.finditer(r"\bif \(", text):
        opening = match.end() - 1
        condition = text[opening + 1:closing(text, opening)]
        declared = re.match(r"const auto (\w+) = ", condition)
        always = f"{condition}; true" if declared else "true"
        never = f"{condition}; false" if declared else "false"
        for new in ([never] if declared else [always, never]):
            yield replaced(text, opening + 1, opening + 1 + len(condition), new)
    for match in re.finditer(r" \? ", text):
        start = max(operand(text, match.start(), -1, (";",)), 0) + 1
        for new in ("true", "false"):
            yield replaced(text, start, match.start(), f" {new}")


def operand(text, at, step, ends=("&&", "||", ";", "?", ",")):
    """The end of the operand beside the operator at `at`, to the left or to the right."""
    depth = 0
    i = at
    while True:
        i += step
        inward, outward = ("(", ")") if step > 0 else (")", "(")
        if text[i] == inward:
            depth += 1
        elif text[i] == outward:
            if depth == 0:
                return i
            depth -= 1
        elif depth == 0 and (text[i] in "{};" or text.startswith(ends, i) or text.endswith("return ", 0, i + 1)
                             or (text[i] == "=" and text[i - 1] not in "=!" and text[i + 1] != "=")):
            return i


def of_operands(text):
    """Each operand of && and || left out."""
    for match in re.finditer(r"&&|\|\|", text):
        neutral = "true" if match.group() == "&&" else "false"
        left = operand(text, match.start(), -1)
        if text[left:left + 2] in ("&&", "||"):
            left += 1
        yield replaced(text, left + 1, match.start(), f" {neutral} ")
        right = operand(text, match.end() - 1, 1)
        yield replaced(text, match.end(), right, f" {neutral} ")


def of_lookalikes(text):
    for old, new in LOOKALIKES:
        for match in re.finditer(r"(?<![\w:])" + re.escape(old) + (r"\b" if old[-1].isalpha() else ""), text):
            before = text[:match.start()]
            # Where a function is made it keeps its name.
            if re.search(r"\w $", before) and not before.endswith("return "):
                continue
            yield replaced(text, match.start(), match.end(), new)


KINDS = (of_enumerators, of_actions, of_rules, of_operators, of_conditions, of_operands, of_lookalikes)

# What a call of allow or refuse is mistaken for.
INSTEAD = """
Decision allow_instead(Rule rule, Action = {}) { return {true, rule, Role::none}; }
Decision refuse_instead(Rule rule) { return {false, rule, Role::none}; }
"""


def definitions(text):
    """(name, text) of each type, constant and function."""
    blocks = [block.strip("\n") for block in re.split(r"\n\n+(?=\S)", text) if block.strip()]
    return [(re.search(r"struct (\w+)|(\w+)[(;]", block).group(0).split()[-1].rstrip("(;"), block)
            for block in blocks]


def mutants(blocks):
    """(what, name of the definition, its wrong text), each different from all others."""
    seen = set()
    for name, block in blocks:
        for kind in KINDS:
            for mutant in kind(block):
                # Without an end it would tell nothing.
                if mutant in seen or mutant == block or (name == "in_project" and "in_project(facts)" in mutant):
                    continue
                seen.add(mutant)
                first = next(i for i, (a, b) in enumerate(zip(block, mutant)) if a != b)
                line = mutant[mutant.rfind("\n", 0, first) + 1:(mutant + "\n").index("\n", first)].strip()
                yield f"{name}: {line}", name, mutant


def with_callers(blocks, name, wrong):
    """The wrong definition and all that use it."""
    changed, parts = {name}, []
    for other, block in blocks:
        if other == name:
            parts.append(wrong)
        elif any(re.search(rf"\b{one}\b", block) for one in changed):
            changed.add(other)
            parts.append(block)
    return "\n".join(parts)


def source():
    """The types stand apart from the functions, so that a call finds the mutant's function alone."""
    blocks = definitions(engine())
    types = [block for name, block in blocks if name in ("nothing", "Standing")]
    functions = [block for name, block in blocks if name not in ("nothing", "Standing")]
    using = "using namespace ensemble::permissions; using namespace types;"
    parts = ['#include "tests/shared/permissions/mutants.h"', "namespace {",
             "namespace types { using namespace ensemble::permissions;", *types, INSTEAD, "}",
             f"namespace right {{ {using}", *functions, "}"]
    entries = []
    for i, (what, name, wrong) in enumerate(mutants(blocks)):
        parts += [f"namespace mutant_{i} {{ {using} using namespace right;",
                  with_callers(blocks, name, wrong), "}"]
        quoted = what.replace("\\", "\\\\").replace('"', '\\"')
        entries.append(f'{{"{quoted}", mutant_{i}::decide}},')
    return "\n".join([*parts, "}", "const std::vector<ensemble::permissions::Mutant>& "
                      "ensemble::permissions::mutants() {", "static const std::vector<Mutant> all{",
                      *entries, "};", "return all;", "}", ""])


def changeable_tables():
    text = (ROOM / "roles.cpp").read_text()
    return text.replace("constexpr auto ", "auto ").replace("constexpr ActionSet ", "ActionSet ")


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mutants.cpp").write_text(source())
    (folder / "changeable_roles.cpp").write_text(changeable_tables())


if __name__ == "__main__":
    main()
