#pragma once

#include <nanobind/nanobind.h>

/// Makes `upcross::Error` arrive in Python as the class of its code, and defines these classes.
void bind_errors(nanobind::module_& module);
