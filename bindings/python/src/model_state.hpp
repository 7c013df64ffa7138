#pragma once

#include <nanobind/nanobind.h>

#include "model.hpp"

/// All of a model as Python values, and the model made of them again.
nanobind::dict model_state(const Model& model);
void restore_model(Model& model, const nanobind::dict& state);
