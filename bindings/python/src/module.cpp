#include <nanobind/nanobind.h>

#include "bind_als.hpp"
#include "bind_data.hpp"
#include "bind_evaluation.hpp"
#include "bind_model.hpp"
#include "errors.hpp"
#include "frames.hpp"
#include "offers.hpp"

NB_MODULE(_core, module) {
  module.doc() = "The compiled part of upcross; use the package instead.";
  bind_errors(module);
  bind_frames(module);
  bind_data(module);
  bind_lines(module);
  bind_recommendations(module);
  bind_model(module);
  bind_als(module);
  bind_evaluation(module);
}
