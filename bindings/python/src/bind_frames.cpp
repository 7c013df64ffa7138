#include <algorithm>
#include <bit>
#include <cstddef>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include <upcross/core/random.hpp>

#include "arrow.hpp"
#include "frames.hpp"

namespace {

constexpr std::uint32_t none = 0xffffffff;

using Factorized = std::pair<NumpyColumn<std::uint32_t>, Texts>;

/// Codes and texts of string columns that tell them by Arrow's stream interface; each column is
/// read by a thread of its own.
std::vector<Factorized> factorize_arrow(const std::vector<nb::capsule>& streams) {
  std::vector<ArrowColumn> columns;
  for (const nb::capsule& capsule : streams) {
    columns.emplace_back(*static_cast<ArrowArrayStream*>(capsule.data("arrow_array_stream")));
  }
  std::vector<FactorizedTexts> found(columns.size());
  {
    const nb::gil_scoped_release unlocked;
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < columns.size(); ++i) {
      helpers.emplace_back([&, i] { found[i] = columns[i].factorized(); });
    }
    if (!columns.empty()) found[0] = columns[0].factorized();
  }
  std::vector<Factorized> result;
  for (FactorizedTexts& one : found) {
    result.emplace_back(to_numpy(std::move(one.codes), one.size), std::move(one.texts));
  }
  return result;
}

bool is_missing(PyObject* value) {
  if (value == Py_None) return true;
  if (PyFloat_Check(value)) return PyFloat_AsDouble(value) != PyFloat_AsDouble(value);
  const nb::str name = nb::type_name(nb::handle(value).type());
  const std::string_view type = name.c_str();
  return type.ends_with("NAType") || type.ends_with("NaTType");
}

/// The items of a numpy array of objects or of a list, held for as long as this lives.
class Items {
 public:
  explicit Items(nb::object sequence) : sequence_(std::move(sequence)) {
    const bool is_array = PyList_Check(sequence_.ptr()) == 0;
    has_view_ =
        is_array && PyObject_GetBuffer(sequence_.ptr(), &view_, PyBUF_FORMAT | PyBUF_ND) == 0;
    if (is_array && !(has_view_ && std::string_view(view_.format) == "O" && view_.ndim == 1)) {
      PyErr_Clear();
      sequence_ = nb::steal(PySequence_List(sequence_.ptr()));
      if (!sequence_.is_valid()) throw nb::python_error();
    }
    is_list_ = PyList_Check(sequence_.ptr()) != 0;
    size_ = nb::len(sequence_);
  }
  Items(const Items&) = delete;
  Items& operator=(const Items&) = delete;
  ~Items() {
    if (has_view_) PyBuffer_Release(&view_);
  }

  std::size_t size() const { return size_; }
  PyObject* operator[](std::size_t i) const {
    return is_list_ ? PyList_GetItem(sequence_.ptr(), static_cast<Py_ssize_t>(i))
                    : static_cast<PyObject* const*>(view_.buf)[i];
  }

 private:
  nb::object sequence_;
  Py_buffer view_{};
  bool has_view_ = false;
  bool is_list_ = false;
  std::size_t size_ = 0;
};

/// The numbers of objects that were met lately, by their address. A column holds most texts by few
/// objects, or each line has an object of its own: then it forgets instead of growing.
class MetObjects {
 public:
  struct Slot {
    PyObject* object = nullptr;
    std::uint32_t number = none;
  };

  explicit MetObjects(std::size_t lines) : slots_(std::bit_ceil(std::clamp(lines, least, most))) {}

  Slot& slot_of(PyObject* object) {
    const auto address = reinterpret_cast<std::uintptr_t>(object) / alignof(std::max_align_t);
    return slots_[upcross::mix(address) & (slots_.size() - 1)];
  }

 private:
  static constexpr std::size_t least = 1 << 4;
  static constexpr std::size_t most = 1 << 20;

  std::vector<Slot> slots_;
};

/// The number of a text, `none` for what is missing; nothing for any other object.
std::optional<std::uint32_t> number_of(PyObject* object, Texts& texts) {
  if (PyUnicode_Check(object) == 0) {
    return is_missing(object) ? std::optional(none) : std::nullopt;
  }
  Py_ssize_t length = 0;
  const char* bytes = PyUnicode_AsUTF8AndSize(object, &length);
  if (bytes == nullptr) throw nb::python_error();
  return texts.number_of({bytes, static_cast<std::size_t>(length)});
}

/// Codes and texts of Python strings, None where anything else is among them. The same object as
/// before costs a look at its address.
nb::object factorize_strings(const nb::object& values) {
  const Items items(values);
  auto codes = codes_for(items.size());
  Texts texts;
  MetObjects met(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    PyObject* const item = items[i];
    MetObjects::Slot& slot = met.slot_of(item);
    if (slot.object != item) {
      const std::optional<std::uint32_t> number = number_of(item, texts);
      if (!number) return nb::none();
      slot = {item, *number};
    }
    codes[i] = slot.number;
  }
  return nb::cast(Factorized(to_numpy(std::move(codes), items.size()), std::move(texts)));
}

/// Codes and values of whole numbers.
std::pair<NumpyColumn<std::uint32_t>, std::vector<std::int64_t>> factorize_integers(
    const Column<std::int64_t>& column) {
  std::vector<std::int64_t> values;
  auto codes = codes_for(column.size());
  {
    const nb::gil_scoped_release unlocked;
    std::unordered_map<std::int64_t, std::uint32_t> known;
    const std::int64_t* data = column.data();
    for (std::size_t i = 0; i < column.size(); ++i) {
      const auto next = static_cast<std::uint32_t>(values.size());
      const auto [place, is_new] = known.try_emplace(data[i], next);
      if (is_new) values.push_back(data[i]);
      codes[i] = place->second;
    }
  }
  return {to_numpy(std::move(codes), column.size()), std::move(values)};
}

nb::list text_list(const Texts& texts) {
  nb::list result;
  for (std::size_t i = 0; i < texts.size(); ++i) result.append(to_python(texts[i]));
  return result;
}

nb::list bytes_list(const Texts& texts) {
  nb::list result;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    result.append(nb::bytes(texts[i].data(), texts[i].size()));
  }
  return result;
}

Texts texts_of(const std::vector<std::string>& values) {
  Texts texts;
  for (const std::string& value : values) texts.number_of(value);
  return texts;
}

}  // namespace

void bind_frames(nb::module_& module) {
  nb::class_<Texts>(module, "Texts", "Different texts, numbered from 0.")
      .def("__len__", &Texts::size)
      .def("are_trimmed", &Texts::are_trimmed, "Whether none has white space around it.")
      .def("to_list", text_list, "All texts.")
      .def("to_bytes", bytes_list, "The bytes of all texts.");
  module.def("texts_of", texts_of, nb::arg("values"),
             "Makes `Texts` of different strings, in their order.");
  module.def("factorize_arrow", factorize_arrow, nb::arg("streams"),
             "Codes and texts of string columns, given as capsules of Arrow streams.");
  module.def("factorize_strings", factorize_strings, nb::arg("values"),
             "Codes and texts of a sequence of str; None where there are other values.");
  module.def("factorize_integers", factorize_integers, nb::arg("values"),
             "Codes and values of whole numbers.");
  bind_times(module);
}
