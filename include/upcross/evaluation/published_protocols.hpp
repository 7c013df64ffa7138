#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/interactions/interaction_matrix.hpp>

namespace upcross {

/// A purchase that was held out, and the products beside which it is ranked.
struct LeaveOneOut {
  AccountIndex account;
  ProductIndex held_out;
  std::vector<std::uint32_t> others;  ///< product positions, each once, in any order
};

/// 1 + how many of `others` score strictly higher than the product held out: ties are taken in its
/// favour, as the authors of these protocols do. Others that the account has (`seen`, rising) and
/// the product itself never stand before it; what is no number stands before all. O(others log
/// seen). Throws invalid_argument for a position outside the P `scores`, and if the product held
/// out is among `seen`: then it was learned from.
std::size_t leave_one_out_rank(std::span<const float> scores, const LeaveOneOut& question,
                               std::span<const std::uint32_t> seen);

/// Means over the questions.
struct LeaveOneOutQuality {
  double hit_rate;  ///< HR@k: the share of ranks up to k
  double ndcg;      ///< NDCG@k: 1 / log2(rank + 1) of a rank up to k, else 0
};

/// Writes the scores of all P products for an account; called from several threads at once.
using ScoreAccount = std::function<void(AccountIndex account, std::span<float> scores)>;

/// The protocol of He et al. 2017 ("Neural Collaborative Filtering", section 4.1), and of Ebesu et
/// al. 2018 ("Collaborative Memory Network"): one purchase of each account is held out from
/// `interactions` and ranked among given products. NaN for no questions. Errors as above; a stop
/// request throws stopped.
LeaveOneOutQuality leave_one_out(const InteractionMatrix& interactions,
                                 std::span<const LeaveOneOut> questions, const ScoreAccount& score,
                                 std::size_t k = 10, const Execution& execution = {});

/// An account that no model has seen, of which a part is shown.
struct UnseenAccount {
  std::string id;
  std::vector<std::uint32_t> given;   ///< product positions, rising: what a model may look at
  std::vector<std::uint32_t> wanted;  ///< the others that it has, rising, at least one
};

/// Means over the accounts.
struct StrongGeneralization {
  double recall_20;  ///< wanted products among the first 20 / min(20, wanted products)
  double recall_50;
  double ndcg_100;  ///< 1 / log2(rank + 1) summed over hits / the same of the best list
};

/// Writes the scores of all P products for what is given of an account; called from several threads
/// at once.
using ScoreGiven =
    std::function<void(std::span<const std::uint32_t> given, std::span<float> scores)>;

/// The protocol of Liang et al. 2018 ("Variational Autoencoders for Collaborative Filtering",
/// section 4.2): of accounts that are not in `trained`, what is wanted is ranked among all products
/// of `trained` that are not given, ties by index. NaN for no accounts. O(accounts * P). Throws
/// invalid_argument for an account with interactions in `trained`, whose figures would be those of
/// another question, for a product that is both given and wanted, and for positions that are not
/// rising or outside the table; a stop request throws stopped.
StrongGeneralization strong_generalization(const InteractionMatrix& trained,
                                           std::span<const UnseenAccount> accounts,
                                           const ScoreGiven& score,
                                           const Execution& execution = {});

}  // namespace upcross
