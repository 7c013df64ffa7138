#pragma once

#include <nanobind/nanobind.h>

void bind_als(nanobind::module_& module);
