#include <algorithm>
#include <cmath>
#include <string>

#include <upcross/core/error.hpp>
#include <upcross/interactions/interaction_matrix.hpp>

#include "core/first_faulty.hpp"

namespace upcross {
namespace {

[[noreturn]] void refuse(const std::string& message) {
  throw Error(ErrorCode::invalid_argument, "InteractionMatrix: " + message);
}

/// Rows are long: a few of them are enough for a thread.
constexpr std::size_t rows_at_a_time = 4096;

void check_rows(const SparseRows& table, std::size_t accounts, std::size_t products,
                const std::string& what, const Execution& execution) {
  if (table.rows() != accounts || table.starts.front() != 0 ||
      table.starts.back() != table.entries() || !std::ranges::is_sorted(table.starts)) {
    refuse(what + " has " + std::to_string(table.rows()) + " rows, expected one for each of " +
           std::to_string(accounts) + " accounts, with starts from 0 to the number of entries");
  }
  const auto is_faulty = [&](std::size_t i) {
    const auto begin = table.indexes.begin() + static_cast<std::ptrdiff_t>(table.starts[i]);
    const auto end = table.indexes.begin() + static_cast<std::ptrdiff_t>(table.starts[i + 1]);
    const bool rising = std::adjacent_find(begin, end, std::greater_equal<>()) == end;
    return !rising || (begin != end && *(end - 1) >= products);
  };
  const std::size_t row = detail::first_faulty(execution, accounts, is_faulty, rows_at_a_time);
  if (row == accounts) return;
  refuse(what + " row " + std::to_string(row) + " must hold rising product positions below " +
         std::to_string(products));
}

void check_confidences(const InteractionMatrix::Parts& parts, const Execution& execution) {
  const SparseRows& table = parts.by_account;
  if (table.values.size() != table.entries()) refuse("by_account needs a confidence per entry");
  const std::size_t i = detail::first_faulty(execution, table.entries(), [&](std::size_t entry) {
    return !std::isfinite(table.values[entry]) || table.values[entry] <= 0.0F;
  });
  if (i == table.entries()) return;
  const auto row = std::ranges::upper_bound(table.starts, i) - table.starts.begin() - 1;
  refuse("the confidence of account '" +
         std::string((*parts.account_ids)[static_cast<AccountIndex>(row)]) + "' and product '" +
         std::string((*parts.product_ids)[static_cast<ProductIndex>(table.indexes[i])]) + "' is " +
         std::to_string(table.values[i]) + ", expected a positive, finite number");
}

}  // namespace

InteractionMatrix::InteractionMatrix(Parts parts, const Execution& execution)
    : parts_(std::move(parts)) {
  if (!parts_.account_ids || !parts_.product_ids) refuse("the id tables are missing");
  check_rows(parts_.by_account, account_count(), product_count(), "by_account", execution);
  check_rows(parts_.seen, account_count(), product_count(), "seen", execution);
  check_confidences(parts_, execution);
  by_product_ = transposed(parts_.by_account, product_count(), execution);
}

}  // namespace upcross
