#include "errors.hpp"

#include <array>

#include <upcross/core/error.hpp>

namespace nb = nanobind;

namespace {

struct ErrorClass {
  upcross::ErrorCode code;
  const char* name;
  PyObject** builtin;  ///< the natural built-in that it also is
  const char* documentation;
};

const ErrorClass classes[] = {
    {upcross::ErrorCode::invalid_argument, "InvalidArgumentError", &PyExc_ValueError,
     "An option or an argument outside its range."},
    {upcross::ErrorCode::invalid_input, "InvalidInputError", &PyExc_ValueError,
     "A file, a frame or a purchase line that cannot be read as what it should be."},
    {upcross::ErrorCode::io, "FileError", &PyExc_OSError,
     "The operating system refused to open, read, write or rename a file."},
    {upcross::ErrorCode::numerical, "NumericalError", &PyExc_ArithmeticError,
     "An equation system without a finite solution."},
    {upcross::ErrorCode::stopped, "StoppedError", &PyExc_RuntimeError,
     "A stop was requested before there was a result."},
};

/// Borrowed: the module owns them.
std::array<PyObject*, std::size(classes)> made{};

nb::object make_class(const char* name, nb::handle bases, const char* documentation) {
  nb::dict members;
  members["__module__"] = "upcross";
  members["__doc__"] = documentation;
  return nb::borrow(reinterpret_cast<PyObject*>(&PyType_Type))(name, bases, members);
}

void translate(const std::exception_ptr& exception, void*) {
  try {
    std::rethrow_exception(exception);
  } catch (const upcross::Error& error) {
    for (std::size_t i = 0; i < std::size(classes); ++i) {
      if (classes[i].code == error.code()) PyErr_SetString(made[i], error.what());
    }
  }
}

}  // namespace

void bind_errors(nb::module_& module) {
  const nb::object base = make_class("UpcrossError", nb::make_tuple(nb::handle(PyExc_Exception)),
                                     "The base of every error that upcross raises.");
  module.attr("UpcrossError") = base;
  for (std::size_t i = 0; i < std::size(classes); ++i) {
    const nb::object one =
        make_class(classes[i].name, nb::make_tuple(base, nb::handle(*classes[i].builtin)),
                   classes[i].documentation);
    module.attr(classes[i].name) = one;
    made[i] = one.ptr();
  }
  nb::register_exception_translator(translate);
}
