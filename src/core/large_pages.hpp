#pragma once

#include <cstddef>
#include <vector>

#include <upcross/core/buffer.hpp>

namespace upcross::detail {

/// Moves the values into room for `size` of them, in large pages where it is large: else it takes
/// longer to be given the pages of a column than to fill them.
template <class T>
void reserve_large_pages(std::vector<T>& values, std::size_t size) {
  std::vector<T> larger;
  larger.reserve(size);
  prefer_large_pages(larger.data(), size * sizeof(T));
  larger.assign(values.begin(), values.end());
  values.swap(larger);
}

}  // namespace upcross::detail
