#pragma once

#include <span>
#include <string>
#include <string_view>

#include <upcross/data/dataset.hpp>
#include <upcross/recommend/recommendation.hpp>
#include <upcross/report/sentence.hpp>

namespace upcross {

/// A value of an output file.
struct Cell {
  enum class Sort { not_known, text, number };

  Sort sort = Sort::not_known;
  std::string text;  ///< of a number: as JSON writes it
};

Cell text_cell(std::string_view text);  ///< not known where empty
Cell day_cell(std::optional<Day> day);
Cell count_cell(std::size_t count);
Cell money_cell(double amount);  ///< in cents; not known where it is not finite

/// What a row of the output is made from.
struct RowContext {
  const Recommendations& all;
  const Recommendation& row;
  const Dataset& data;
  Language language;
  std::string_view currency;
};

struct OutputColumn {
  std::string_view name;
  Cell (*cell)(const RowContext&);
};

/// The columns of every output file, in their order: the one place where they are listed.
std::span<const OutputColumn> output_columns();

}  // namespace upcross
