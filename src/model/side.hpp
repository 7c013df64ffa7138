#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <upcross/interactions/sparse_rows.hpp>
#include <upcross/model/als.hpp>

#include "model/factor_table.hpp"

namespace upcross::detail {

/// A row that is to be solved, with all that its equations need beside the fixed factors.
struct PlannedRow {
  std::size_t begin;   ///< of its entries
  double ridge;        ///< reg * (n + a0 * active rows of the other side)^nu
  double confidence;   ///< sum of its confidences
  float widest;        ///< the largest of them
  std::uint32_t size;  ///< n >= 1
  std::uint32_t row;
};

/// One side of the factorization: its interactions, its factors, and the order of its work.
struct Side {
  const SparseRows& interactions;
  FactorTable factors;
  std::vector<PlannedRow> rows;     ///< those with interactions, by falling n; the others stay 0
  std::vector<std::size_t> chunks;  ///< borders of equal work in `rows`
  std::string name;                 ///< "account" or "product", for messages
};

/// A side with all factors 0; `other_active` rows of the other side have interactions.
Side make_side(const SparseRows& interactions, std::size_t other_active, const AlsOptions& options,
               std::string name);

/// How many rows have entries.
std::size_t active_rows(const SparseRows& rows);

}  // namespace upcross::detail
