#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/interactions/history.hpp>
#include <upcross/interactions/interaction_matrix.hpp>
#include <upcross/model/als.hpp>
#include <upcross/model/fold_in.hpp>
#include <upcross/model/forward_ridge.hpp>
#include <upcross/model/item_item.hpp>
#include <upcross/model/newcomers.hpp>
#include <upcross/model/popularity.hpp>

namespace upcross {

/// Which models a blend is made of and how. A weight of 0 leaves a part out; each part is scaled
/// to mean square 1 over accounts and products before its weight counts.
struct BlendRecipe {
  double factorization = 1.0;  ///< weight of the matrix factorization
  double item_item = 0.0;      ///< of EASE
  double neighbours = 0.0;     ///< of item-item cosines
  double forward = 0.0;        ///< of the forward ridge regression
  double popularity = 0.0;     ///< of recent popularity
  AlsOptions als = {};
  EaseOptions ease = {};
  NeighbourOptions nearest = {};
  ForwardOptions ridge = {};
  double popularity_half_life_days = 28.0;
  TrendOptions trend = {};
};

/// An account as a blend sees it; views of what must outlive it.
struct AccountView {
  Day as_of;
  std::span<const Bought> bought;
  SparseRows::Row interactions;  ///< of the same products
  std::span<const float> factors;
  Newcomers::Account prior;  ///< as the newcomers of the blend see it, if it has any
};

/// Several models as one:
///
///   affinity(a, p) = trend_p * (sum over parts m of weight_m * affinity_m(a, p) + popularity(a,
///   p))
///
/// and, where it has newcomers, what these say of accounts without purchases and of products
/// without buyers. Immutable; safe for concurrent use; cheap to copy.
class Blend {
 public:
  struct Parts {
    std::size_t products = 0;                    ///< P
    std::shared_ptr<const FactorModel> factors;  ///< or none, as the others
    std::shared_ptr<const ItemItem> ease;
    std::shared_ptr<const ItemItem> neighbours;
    std::shared_ptr<const ForwardRidge> forward;
    float factor_weight = 0.0F;  ///< these include the scale of the part
    float ease_weight = 0.0F;
    float neighbour_weight = 0.0F;
    float forward_weight = 0.0F;
    std::vector<float> popularity;               ///< P
    std::vector<float> trend;                    ///< P positive factors
    std::shared_ptr<const Newcomers> newcomers;  ///< or none
  };

  explicit Blend(Parts parts);

  const Parts& parts() const noexcept { return *parts_; }
  std::size_t product_count() const noexcept { return parts_->products; }

  /// Whether the affinities are inner products with the factors, times and plus a number each.
  bool is_factorization() const noexcept;

  /// Whether every account gets the same order.
  bool is_popularity_alone() const noexcept;

  /// A fingerprint of all that the affinities follow from: 16 hexadecimal digits.
  const std::string& id() const noexcept { return id_; }

  /// The account, `history` and `interactions` being those that the blend was fitted to.
  AccountView account(const History& history, const InteractionMatrix& interactions,
                      AccountIndex account) const;

  /// Whether an affinity is no sum over purchases of the account's own.
  bool is_of_newcomers(const AccountView& account, ProductIndex product) const;

  /// Whether accounts without purchases have affinities.
  bool knows_new_accounts() const noexcept { return parts_->newcomers != nullptr; }

  /// The affinities for all P products, eligible or not.
  void score(const AccountView& account, std::span<float> affinities) const;

  /// The affinity for one of them, to float32 rounding.
  double affinity(const AccountView& account, ProductIndex product) const;

  /// What of an affinity, before the trend, is no purchase of the account's own: recent popularity,
  /// and in the forward ridge regression what accounts buy that took something new as lately.
  double popularity(const AccountView& account, ProductIndex product) const;

  /// What a purchased product contributes to it before the trend, the factorization apart.
  float direct(const AccountView& account, const Bought& one, std::uint32_t to) const;

 private:
  std::shared_ptr<const Parts> parts_;
  std::string id_;
};

/// What each purchased product of an account contributes to an affinity: the sum of these and
/// `Blend::popularity`, times the trend of the product, is the affinity. Keeps references to the
/// blend and to what the account views.
class BlendExplainer {
 public:
  BlendExplainer(const Blend& blend, const AccountView& account);

  /// Turns to another account, as a new object would but in the memory of this one.
  void turn_to(const AccountView& account);

  /// In the order of `AccountView::bought`.
  std::vector<double> contributions(ProductIndex product) const;

  /// The same for each of the products, those of one after those of another; in less time than one
  /// by one.
  std::vector<double> contributions(std::span<const ProductIndex> products) const;

 private:
  const Blend& blend_;
  AccountView account_;
  std::optional<AccountExplainer> factors_;
};

/// The matrix factorization alone; its id is that of the factors.
Blend blend_of(std::shared_ptr<const FactorModel> factors);

/// The blend with newcomers (newcomers.hpp) where the data list accounts without purchases, or
/// products that nobody bought and popularity does not answer alone; else the same. Their factors
/// are those of the blend or, where it has none, of a fit with these options; products without
/// purchases count the less the more buyers they would have had by now. Other affinities stay as
/// they are. Throws what the fits throw.
Blend with_newcomers(const Blend& blend, const Dataset& data, const History& history,
                     const InteractionMatrix& interactions, const AlsOptions& als,
                     const Execution& execution = {});

/// Fits the parts of a recipe. `history` and `interactions` belong to the same data and as_of.
/// Throws what the parts' own functions throw.
Blend fit_blend(const History& history, const InteractionMatrix& interactions,
                const BlendRecipe& recipe, const Execution& execution = {});

}  // namespace upcross
