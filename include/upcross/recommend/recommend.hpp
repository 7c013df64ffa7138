#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <upcross/model/blend.hpp>
#include <upcross/recommend/cross_sell.hpp>
#include <upcross/recommend/up_sell.hpp>

namespace upcross {

struct RecommendOptions {
  std::vector<Kind> kinds = {Kind::cross_sell, Kind::up_sell};  ///< in the order of the list
  std::size_t limit = 5;                                        ///< per account and kind, at most
  int horizon_days = 90;
  CrossSellOptions cross_sell = {};  ///< limit and horizon_days are those above
  UpSellOptions up_sell = {};        ///< the same
};

/// Several kinds as one list, each (account, product) of one kind: a higher step of a family that
/// the catalogue or the caller declared is an up_sell, one of a family that was guessed is a
/// cross_sell first. Kinds and errors as in their own headers, order and limit as in merge.hpp.
Recommendations recommend(const Dataset& data, const InteractionMatrix& interactions,
                          const Blend& model, std::span<const AccountIndex> accounts,
                          const RecommendOptions& options = {}, const Execution& execution = {});

/// The same with the matrix factorization alone.
Recommendations recommend(const Dataset& data, const InteractionMatrix& interactions,
                          const FactorModel& model, std::span<const AccountIndex> accounts,
                          const RecommendOptions& options = {}, const Execution& execution = {});

}  // namespace upcross
