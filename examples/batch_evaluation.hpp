#pragma once

#include <string>
#include <vector>

#include <upcross/upcross.hpp>

#include "batch_options.hpp"

/// How well earlier periods would have been foreseen: a table for each task, under one another.
inline std::string evaluation_page(const upcross::Dataset& data, const BatchOptions& options,
                                   const upcross::Execution& execution) {
  using upcross::Task;
  upcross::EvaluationOptions how{.interactions = {.as_of = options.as_of},
                                 .horizon_days = options.offers.horizon_days};
  if (!options.keep_suspected) {
    for (const auto& one : upcross::find_suspected_non_goods(data, options.as_of)) {
      how.interactions.left_out_products.push_back(one.product);
    }
  }
  std::string page;
  for (const Task task :
       {Task::new_products, Task::repeats, Task::new_categories, Task::new_accounts}) {
    std::vector<upcross::Ranker> rankers;
    if (task != Task::repeats) rankers.push_back(upcross::tuned_ranker({.als = options.model}));
    how.task = task;
    if (!page.empty()) page += '\n';
    page += upcross::evaluation_text(upcross::evaluate(data, rankers, how, execution));
  }
  return page;
}
