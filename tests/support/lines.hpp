#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <upcross/data/dataset.hpp>

namespace upcross::test {

/// A purchase line as a test writes it down.
struct Line {
  std::string account;
  std::string product;
  std::string day;  ///< ISO, with or without a time
  double quantity = 1.0;
  double price = 1.0;
  std::string order = "";
};

inline Dataset dataset_of(const std::vector<Line>& lines, DatasetBuilder builder = {}) {
  for (const Line& line : lines) {
    builder.add({.account = line.account,
                 .product = line.product,
                 .time = parse_iso_time(line.day).value(),
                 .quantity = line.quantity,
                 .unit_price = line.price,
                 .order = line.order});
  }
  return builder.build();
}

inline Day day(const std::string& iso) { return parse_iso_day(iso).value(); }

inline AccountIndex account_of(const Dataset& data, const std::string& id) {
  return data.account_ids()->find(id).value();
}

inline ProductIndex product_of(const Dataset& data, const std::string& id) {
  return data.product_ids()->find(id).value();
}

}  // namespace upcross::test
