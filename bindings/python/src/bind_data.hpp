#pragma once

#include <nanobind/nanobind.h>

#include <upcross/data/dataset.hpp>

/// All of a data set as Python values, and the data set made of them again.
nanobind::dict dataset_state(const upcross::Dataset& data);
void restore_dataset(upcross::Dataset& data, const nanobind::dict& state);

/// How many lines were left out, by the reason's words.
nanobind::dict left_out_lines(const upcross::LeftOut& left_out);

void bind_data(nanobind::module_& module);
