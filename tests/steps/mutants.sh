# SPDX-License-Identifier: Apache-2.0
# Whether the tests of the permissions notice every wrong version of them.
. tests/steps/counting.sh
must "the mutants build" build debug permissions_mutants
check "every mutant of the permissions is noticed" build/debug/tests/shared/permissions/permissions_mutants
finish
