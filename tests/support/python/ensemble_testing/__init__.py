# SPDX-License-Identifier: Apache-2.0
"""What the end-to-end tests share: a real daemon, real clients, a bad network."""
