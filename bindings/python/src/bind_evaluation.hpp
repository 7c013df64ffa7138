#pragma once

#include <nanobind/nanobind.h>

/// How well earlier periods would have been foreseen.
void bind_evaluation(nanobind::module_& module);
