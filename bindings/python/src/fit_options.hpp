#pragma once

#include <nanobind/nanobind.h>

#include <upcross/engine.hpp>

/// The options of a fit from a dictionary; what it does not have keeps its default.
upcross::EngineOptions fit_options(const nanobind::dict& given);

/// The dictionary that makes the same fit again.
nanobind::dict stored_options(const upcross::EngineOptions& options);
