#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <upcross/core/matrix.hpp>

/// A table of factors in Python, read-only and without a copy.
using FactorView = nanobind::ndarray<nanobind::numpy, const float, nanobind::ndim<2>>;

/// A view that keeps `owner`, the table's, alive.
inline FactorView view_of(const upcross::Matrix& table, nanobind::handle owner) {
  return FactorView(table.data(), {table.rows(), table.cols()}, owner);
}
