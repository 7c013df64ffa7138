#pragma once

#include <nanobind/nanobind.h>

#include "model.hpp"

/// The options of a fit from a dictionary; what it does not have keeps its default.
FitOptions fit_options(const nanobind::dict& given);

/// The dictionary that makes the same fit again, whatever the data are.
nanobind::dict stored_options(const FitOptions& options);
