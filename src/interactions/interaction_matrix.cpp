#include <algorithm>
#include <cmath>
#include <string>

#include <upcross/core/error.hpp>
#include <upcross/interactions/interaction_matrix.hpp>

namespace upcross {
namespace {

[[noreturn]] void refuse(const std::string& message) {
  throw Error(ErrorCode::invalid_argument, "InteractionMatrix: " + message);
}

void check_rows(const SparseRows& table, std::size_t accounts, std::size_t products,
                const std::string& what) {
  if (table.rows() != accounts || table.starts.front() != 0 ||
      table.starts.back() != table.entries() || !std::ranges::is_sorted(table.starts)) {
    refuse(what + " has " + std::to_string(table.rows()) + " rows, expected one for each of " +
           std::to_string(accounts) + " accounts, with starts from 0 to the number of entries");
  }
  for (std::size_t i = 0; i < accounts; ++i) {
    const auto begin = table.indexes.begin() + static_cast<std::ptrdiff_t>(table.starts[i]);
    const auto end = table.indexes.begin() + static_cast<std::ptrdiff_t>(table.starts[i + 1]);
    const bool rising = std::adjacent_find(begin, end, std::greater_equal<>()) == end;
    if (!rising || (begin != end && *(end - 1) >= products)) {
      refuse(what + " row " + std::to_string(i) + " must hold rising product positions below " +
             std::to_string(products));
    }
  }
}

void check_confidences(const InteractionMatrix::Parts& parts) {
  const SparseRows& table = parts.by_account;
  if (table.values.size() != table.entries()) refuse("by_account needs a confidence per entry");
  for (std::size_t i = 0; i < table.rows(); ++i) {
    const SparseRows::Row row = table.row(i);
    for (std::size_t j = 0; j < row.size(); ++j) {
      if (std::isfinite(row.values[j]) && row.values[j] > 0.0F) continue;
      refuse("the confidence of account '" +
             std::string((*parts.account_ids)[static_cast<AccountIndex>(i)]) + "' and product '" +
             std::string((*parts.product_ids)[static_cast<ProductIndex>(row.indexes[j])]) +
             "' is " + std::to_string(row.values[j]) + ", expected a positive, finite number");
    }
  }
}

}  // namespace

InteractionMatrix::InteractionMatrix(Parts parts, const Execution& execution)
    : parts_(std::move(parts)) {
  if (!parts_.account_ids || !parts_.product_ids) refuse("the id tables are missing");
  check_rows(parts_.by_account, account_count(), product_count(), "by_account");
  check_rows(parts_.seen, account_count(), product_count(), "seen");
  check_confidences(parts_);
  by_product_ = transposed(parts_.by_account, product_count(), execution);
}

}  // namespace upcross
