#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <upcross/model/blend.hpp>
#include <upcross/recommend/recommendation.hpp>
#include <upcross/scoring/top_k.hpp>

#include "recommend/question.hpp"

namespace upcross {

/// Makes the cross_sell rows of one account after another.
class OfferRows {
 public:
  /// At most `reasons` purchases are named in a row.
  OfferRows(const Question& question, std::size_t reasons, AccountIndex account);

  void turn_to(AccountIndex account);

  Recommendation row(ProductIndex product, double score, std::size_t rank) const;

  /// Those of the products, ranked as they come.
  std::vector<Recommendation> rows(std::span<const ScoredProduct> products) const;

 private:
  Recommendation row(ProductIndex product, double score, std::size_t rank,
                     std::span<const double> parts) const;
  std::vector<Reason> reasons(ProductIndex product, std::span<const double> parts) const;
  std::vector<Reason> newcomer_reasons(ProductIndex product) const;
  std::optional<ProductIndex> most_similar(ProductIndex product) const;
  std::vector<Reason> market_reasons(ProductIndex product, std::span<const double> parts) const;

  const Question& question_;
  std::size_t reasons_;
  AccountIndex account_;
  AccountView view_;
  BlendExplainer explainer_;
};

}  // namespace upcross
