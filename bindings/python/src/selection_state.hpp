#pragma once

#include <nanobind/nanobind.h>

#include <upcross/selection/calibration.hpp>
#include <upcross/selection/tune.hpp>

/// What was selected on held-out periods as Python values, and what they stand for again.
nanobind::dict stored_calibration(const upcross::Calibration& calibration);
upcross::Calibration restored_calibration(const nanobind::dict& state);
nanobind::dict stored_tuning(const upcross::TuningReport& report);
upcross::TuningReport restored_tuning(const nanobind::dict& state);

/// The rankings that were tried, a list for each column.
nanobind::dict tuning_columns(const upcross::TuningReport& report);
