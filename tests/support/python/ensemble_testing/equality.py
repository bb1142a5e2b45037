# SPDX-License-Identifier: Apache-2.0
"""When a value that came back is the one that was logged."""


def same(found, expected):
    """Equality in which NaN equals itself and 1 equals 1.0."""
    if isinstance(expected, dict):
        return (isinstance(found, dict) and found.keys() == expected.keys()
                and all(same(found[k], expected[k]) for k in expected))
    if isinstance(expected, list):
        return (isinstance(found, list) and len(found) == len(expected)
                and all(map(same, found, expected)))
    if isinstance(expected, float) and expected != expected:
        return found != found
    return type(found) in (int, float, bool, type(None), str) and found == expected and (
        isinstance(found, bool) == isinstance(expected, bool))
