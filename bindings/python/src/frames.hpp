#pragma once

#include <cstdint>
#include <memory>
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include "texts.hpp"

namespace nb = nanobind;

template <class T>
using Column = nb::ndarray<const T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

template <class T>
using NumpyColumn = nb::ndarray<T, nb::numpy, nb::ndim<1>>;

/// A numpy array that owns the values.
template <class T>
NumpyColumn<T> to_numpy(std::unique_ptr<T[]> values, std::size_t size) {
  T* data = values.release();
  const nb::capsule owner(data, [](void* p) noexcept { delete[] static_cast<T*>(p); });
  return NumpyColumn<T>(data, {size}, owner);
}

/// Makes a numpy array of `size` values, `value(i)` each.
template <class T, class Value>
NumpyColumn<T> numpy_of(std::size_t size, Value value) {
  auto values = std::make_unique_for_overwrite<T[]>(size);
  for (std::size_t i = 0; i < size; ++i) values[i] = value(i);
  return to_numpy(std::move(values), size);
}

/// A text in Python: never fails, whatever bytes it has.
inline nb::object to_python(std::string_view text) {
  return nb::steal(
      PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "backslashreplace"));
}

/// Makes a Python list of texts, `text(i)` each; None where it is empty.
template <class TextAt>
nb::list list_of_texts(std::size_t size, TextAt text) {
  nb::list result;
  for (std::size_t i = 0; i < size; ++i) {
    const auto one = text(i);
    if (one.empty()) {
      result.append(nb::none());
    } else {
      result.append(to_python(one));
    }
  }
  return result;
}

void bind_frames(nb::module_& module);
void bind_lines(nb::module_& module);
void bind_times(nb::module_& module);
