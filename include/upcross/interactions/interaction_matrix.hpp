#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <upcross/core/date.hpp>
#include <upcross/core/execution.hpp>
#include <upcross/core/ids.hpp>
#include <upcross/data/dataset.hpp>
#include <upcross/data/left_out.hpp>
#include <upcross/interactions/sparse_rows.hpp>

namespace upcross {

/// How the strength of an interaction becomes its confidence.
enum class ConfidenceScale {
  linear,  ///< 1 + alpha * strength
  log,     ///< log(1 + alpha * strength)
};

struct InteractionOptions {
  /// Only what lies strictly before this day counts. Default: `Dataset::default_as_of`.
  std::optional<Day> as_of = {};
  /// A day of purchase counts 2^(-age / half_life_days); 0 = all days count alike.
  double half_life_days = 90.0;
  ConfidenceScale scale = ConfidenceScale::log;
  double alpha = 4.0;  ///< 1e-6 .. 1e6
  /// What confidences are multiplied by. Default: what makes their mean 1; for accounts to be
  /// folded into a model that of its own interactions.
  std::optional<double> confidence_factor = {};
  /// Products that are neither evidence nor ever offered, e.g. suspected non-goods.
  std::vector<ProductIndex> left_out_products = {};
};

/// Account x product with confidences, A x P. Immutable; safe for concurrent use.
class InteractionMatrix {
 public:
  struct Parts {
    Day as_of;
    std::shared_ptr<const AccountIds> account_ids;
    std::shared_ptr<const ProductIds> product_ids;
    SparseRows by_account;  ///< A rows of product positions with confidences > 0
    SparseRows seen;        ///< A rows of product positions; no values
    std::vector<ProductIndex> left_out_products;
    LeftOut left_out;
    double confidence_factor = 1.0;
  };

  /// Throws invalid_argument where shapes do not fit or a confidence is not a positive, finite
  /// number, naming account and product. A stop request throws stopped.
  explicit InteractionMatrix(Parts parts, const Execution& execution = {.threads = 1});

  std::size_t account_count() const noexcept { return parts_.account_ids->size(); }
  std::size_t product_count() const noexcept { return parts_.product_ids->size(); }
  const std::shared_ptr<const AccountIds>& account_ids() const noexcept {
    return parts_.account_ids;
  }
  const std::shared_ptr<const ProductIds>& product_ids() const noexcept {
    return parts_.product_ids;
  }
  Day as_of() const noexcept { return parts_.as_of; }

  /// The interactions of each account (product positions), and of each product (account positions).
  const SparseRows& by_account() const noexcept { return parts_.by_account; }
  const SparseRows& by_product() const noexcept { return by_product_; }

  /// Positions of the products that any line of the account names before as_of, rising: what it
  /// has, was given or sent back. None of them can be offered as new.
  std::span<const std::uint32_t> seen(AccountIndex account) const noexcept {
    const std::size_t begin = parts_.seen.starts[position(account)];
    return std::span(parts_.seen.indexes)
        .subspan(begin, parts_.seen.starts[position(account) + 1] - begin);
  }

  /// What confidences were multiplied by.
  double confidence_factor() const noexcept { return parts_.confidence_factor; }

  /// Products that are never offered, rising.
  std::span<const ProductIndex> left_out_products() const noexcept {
    return parts_.left_out_products;
  }

  /// Lines that did not become part of an interaction, those of the data set included.
  const LeftOut& left_out() const noexcept { return parts_.left_out; }

 private:
  Parts parts_;
  SparseRows by_product_;
};

/// The interactions of `data`: per account and product the strength is the sum over its days of
/// purchase, net of returns, of their recency weight; the confidences are scaled to mean 1 unless
/// `confidence_factor` is given. Lines with price 0 are no evidence, but the product is seen. O(N).
/// Throws invalid_argument for options outside their range; a stop request throws stopped.
InteractionMatrix build_interactions(const Dataset& data, const InteractionOptions& options = {},
                                     const Execution& execution = {});

}  // namespace upcross
