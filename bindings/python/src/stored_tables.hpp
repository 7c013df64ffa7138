#pragma once

#include <algorithm>
#include <bit>
#include <memory>
#include <vector>

#include <upcross/core/ids.hpp>
#include <upcross/core/matrix.hpp>

#include "frames.hpp"

/// Values of any plain type as the bytes of a numpy array of their counterpart.
template <class Plain, class T>
NumpyColumn<Plain> stored(const std::vector<T>& column) {
  static_assert(sizeof(Plain) == sizeof(T));
  return numpy_of<Plain>(column.size(),
                         [&](std::size_t i) { return std::bit_cast<Plain>(column[i]); });
}

template <class T, class Plain>
std::vector<T> restored(const nb::dict& state, const char* name) {
  const auto column = nb::cast<Column<Plain>>(state[name]);
  std::vector<T> result;
  result.reserve(column.size());
  for (std::size_t i = 0; i < column.size(); ++i) {
    result.push_back(std::bit_cast<T>(column.data()[i]));
  }
  return result;
}

/// A table of float32, (rows, cols).
inline nb::object stored(const upcross::Matrix& table) {
  const std::size_t size = table.rows() * table.cols();
  auto values = std::make_unique_for_overwrite<float[]>(size);
  std::copy_n(table.data(), size, values.get());
  float* data = values.release();
  const nb::capsule owner(data, [](void* p) noexcept { delete[] static_cast<float*>(p); });
  return nb::cast(
      nb::ndarray<nb::numpy, float, nb::ndim<2>>(data, {table.rows(), table.cols()}, owner));
}

inline upcross::Matrix restored_matrix(const nb::object& given) {
  using Table = nb::ndarray<const float, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
  const auto values = nb::cast<Table>(given);
  upcross::Matrix table(values.shape(0), values.shape(1));
  std::copy_n(values.data(), values.size(), table.data());
  return table;
}
