#include "model/side.hpp"

#include <algorithm>
#include <cmath>

namespace upcross::detail {
namespace {

/// Entries of a chunk, where each row weighs as much as a few entries for itself.
constexpr std::size_t chunk_work = 4096;
constexpr std::size_t row_work = 8;

PlannedRow planned(const SparseRows& rows, std::size_t i, std::size_t other_active,
                   const AlsOptions& options) {
  const SparseRows::Row entries = rows.row(i);
  PlannedRow row{rows.starts[i],
                 0.0,
                 0.0,
                 0.0F,
                 static_cast<std::uint32_t>(entries.size()),
                 static_cast<std::uint32_t>(i)};
  for (const float c : entries.values) {
    row.confidence += c;
    row.widest = std::max(row.widest, c);
  }
  const double weight = static_cast<double>(entries.size()) +
                        options.unobserved_weight * static_cast<double>(other_active);
  row.ridge = options.regularization * std::pow(weight, options.regularization_exponent);
  return row;
}

std::vector<std::size_t> chunk_borders(const std::vector<PlannedRow>& rows) {
  std::vector<std::size_t> borders = {0};
  std::size_t work = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    work += rows[i].size + row_work;
    if (work < chunk_work && i + 1 < rows.size()) continue;
    borders.push_back(i + 1);
    work = 0;
  }
  return borders;
}

}  // namespace

std::size_t active_rows(const SparseRows& rows) {
  std::size_t active = 0;
  for (std::size_t i = 0; i < rows.rows(); ++i) active += rows.row(i).size() > 0;
  return active;
}

Side make_side(const SparseRows& interactions, std::size_t other_active, const AlsOptions& options,
               std::string name) {
  std::vector<PlannedRow> rows;
  rows.reserve(active_rows(interactions));
  for (std::size_t i = 0; i < interactions.rows(); ++i) {
    if (interactions.row(i).size() == 0) continue;
    rows.push_back(planned(interactions, i, other_active, options));
  }
  std::ranges::stable_sort(rows, std::greater<>(), &PlannedRow::size);
  std::vector<std::size_t> chunks = chunk_borders(rows);
  return {interactions, FactorTable(interactions.rows(), options.factors), std::move(rows),
          std::move(chunks), std::move(name)};
}

}  // namespace upcross::detail
