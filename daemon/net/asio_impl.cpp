// SPDX-License-Identifier: Apache-2.0
// The compiled half of Asio.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
