#pragma once

#include <memory>
#include <nanobind/nanobind.h>
#include <string>

#include <upcross/recommend/recommendation.hpp>

#include "model.hpp"

/// Recommendations and the model that they come from, whose names they tell.
struct Offers {
  std::shared_ptr<const Model> model;
  upcross::Recommendations list;
};

/// A column of all rows: a numpy array of numbers, days or codes, or a list of texts.
nanobind::object column_of(const Offers& offers, const std::string& name,
                           const std::string& language, const std::string& currency);

/// The same as columns: type, product (0xffffffff where there is none), contribution and
/// last_bought in days (the smallest number where that is unknown).
nanobind::dict reason_columns(const upcross::Recommendation& row);

/// The causes of one recommendation, as dictionaries.
nanobind::list reasons_of(const Offers& offers, std::size_t row);

void bind_recommendations(nanobind::module_& module);
