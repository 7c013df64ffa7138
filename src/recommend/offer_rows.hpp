#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <upcross/model/blend.hpp>
#include <upcross/recommend/recommendation.hpp>

#include "recommend/question.hpp"

namespace upcross {

/// Makes the cross_sell rows of one account.
class OfferRows {
 public:
  /// At most `reasons` purchases are named in a row.
  OfferRows(const Question& question, std::size_t reasons, AccountIndex account);

  Recommendation row(ProductIndex product, double score, std::size_t rank) const;

 private:
  std::vector<Reason> reasons(ProductIndex product, const std::vector<double>& parts) const;
  std::vector<Reason> newcomer_reasons(ProductIndex product) const;
  std::optional<ProductIndex> most_similar(ProductIndex product) const;
  std::vector<Reason> market_reasons(ProductIndex product, const std::vector<double>& parts) const;

  const Question& question_;
  std::size_t reasons_;
  AccountIndex account_;
  AccountView view_;
  BlendExplainer explainer_;
};

}  // namespace upcross
