#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <unordered_set>
#include <utility>

#include <upcross/core/error.hpp>
#include <upcross/engine.hpp>
#include <upcross/selection/one_list.hpp>

#include "selection/held_out.hpp"

namespace upcross {
namespace {

/// The weighting with the day of the question, and without what seems to be no goods.
InteractionOptions completed(const Dataset& data, const EngineOptions& options,
                             const std::vector<SuspectedNonGood>& suspected) {
  InteractionOptions result = options.interactions;
  result.as_of = options.as_of ? *options.as_of : data.default_as_of();
  for (const SuspectedNonGood& one : suspected) result.left_out_products.push_back(one.product);
  return result;
}

EngineModels fit_factorization(const InteractionMatrix& interactions, const AlsOptions& options,
                               const Execution& execution) {
  auto [model, report] = fit_als(interactions, options, execution);
  return {.blend = blend_of(std::make_shared<const FactorModel>(std::move(model))),
          .loss = std::move(report.loss)};
}

/// The accounts, each where it is first named.
std::vector<AccountIndex> without_repeats(std::span<const AccountIndex> accounts) {
  std::unordered_set<std::uint32_t> seen;
  std::vector<AccountIndex> result;
  for (const AccountIndex one : accounts) {
    if (seen.insert(static_cast<std::uint32_t>(one)).second) result.push_back(one);
  }
  return result;
}

}  // namespace

/// The later members look at the earlier ones, which stay where they are.
struct Engine::State {
  State(std::shared_ptr<const Dataset> given, const EngineOptions& asked,
        std::optional<EngineModels> known, const Execution& execution)
      : data(std::move(given)),
        options(asked),
        suspected(options.keep_suspected
                      ? std::vector<SuspectedNonGood>()
                      : find_suspected_non_goods(*data, options.as_of, execution)),
        weighting(completed(*data, options, suspected)),
        interactions(build_interactions(*data, weighting, execution)),
        standing(standing_purchases(*data, interactions)),
        models(with_newcomers(known ? *std::move(known) : fit_models(execution), execution)),
        amounts(usual_amounts(models.tuning.trade.objective, *data, standing->net)),
        recommender(*data, interactions, models.blend, standing, with_horizon(options), execution) {
    if (models.calibration.is_fitted()) {
      describer.emplace(standing->history, data->product_count(), context(execution));
    }
  }

  EngineModels fit_models(const Execution& execution) const {
    if (options.ranking == Ranking::factorization) {
      if (options.objective.objective != Objective::probability) {
        throw Error(ErrorCode::invalid_argument,
                    "objective is " + std::string(to_string(options.objective.objective)) +
                        ", which needs the tuned ranking: the factorization has no probabilities");
      }
      return fit_factorization(interactions, options.als, execution);
    }
    Tuned tuned = tune(*data,
                       {.interactions = weighting,
                        .als = options.als,
                        .horizon_days = options.horizon_days,
                        .objective = options.objective,
                        .budget = options.budget},
                       execution);
    return {.blend = fit_blend(standing->history, interactions, tuned.recipe, execution),
            .calibration = std::move(tuned.calibration),
            .tuning = std::move(tuned.report)};
  }

  /// Newcomers follow from the other models and the data, which is why they need not be kept.
  EngineModels with_newcomers(EngineModels found, const Execution& execution) const {
    if (options.ranking == Ranking::factorization || found.blend.parts().newcomers) return found;
    found.blend = upcross::with_newcomers(found.blend, *data, standing->history, interactions,
                                          options.als, execution);
    return found;
  }

  /// What the calibration compares offers with, as in the periods that it was fitted to.
  OfferContext context(const Execution& execution) const {
    constexpr std::size_t most_accounts = 2000;
    constexpr std::size_t places = 20;
    std::vector<AccountIndex> accounts;
    for (std::size_t a = 0; a < data->account_count(); ++a) {
      if (interactions.by_account().row(a).size() > 0) {
        accounts.push_back(static_cast<AccountIndex>(a));
      }
    }
    accounts = sampled(std::move(accounts), most_accounts);
    const auto lists = recommender.best_affinities(accounts, places, execution);
    const std::vector<double> alike(lists.size(), 1.0);
    return offer_context(lists, alike, data->product_count(),
                         std::max(models.tuning.horizon_days, 1));
  }

  Recommendations offers(std::span<const AccountIndex> accounts, std::span<const Kind> kinds,
                         std::size_t limit, const Execution& execution) const {
    const Trade& trade = models.tuning.trade;
    return in_one_list(trade, amounts,
                       trade.gamma > 0.0
                           ? traded(accounts, kinds, limit, execution)
                           : probable(recommender.recommend(accounts, kinds, limit, execution)));
  }

  Recommendations probable(Recommendations offers) const {
    if (!describer) return offers;
    return with_probabilities(
        std::move(offers), *describer, models.calibration, [&](AccountIndex a, ProductIndex p) {
          return models.blend.affinity(models.blend.account(standing->history, interactions, a), p);
        });
  }

  /// Some accounts after the other: more offers compete than are kept.
  Recommendations traded(std::span<const AccountIndex> accounts, std::span<const Kind> kinds,
                         std::size_t limit, const Execution& execution) const {
    constexpr std::size_t at_a_time = 512;
    const std::vector<AccountIndex> each = without_repeats(accounts);
    const std::size_t competing = competing_offers(std::min(limit, data->product_count()));
    Recommendations all = recommender.recommend({}, kinds, competing, execution);
    for (std::size_t begin = 0; begin < each.size(); begin += at_a_time) {
      const auto some = std::span(each).subspan(begin, std::min(at_a_time, each.size() - begin));
      Recommendations offers =
          ranked_by(models.tuning.trade, amounts,
                    probable(recommender.recommend(some, kinds, competing, execution)), limit);
      std::ranges::move(offers.rows, std::back_inserter(all.rows));
    }
    return all;
  }

  static RecommendOptions with_horizon(const EngineOptions& options) {
    RecommendOptions result = options.offers;
    result.horizon_days = options.horizon_days;
    return result;
  }

  std::shared_ptr<const Dataset> data;
  EngineOptions options;
  std::vector<SuspectedNonGood> suspected;
  InteractionOptions weighting;
  InteractionMatrix interactions;
  std::shared_ptr<const StandingPurchases> standing;
  EngineModels models;
  std::vector<double> amounts;  ///< what first orders of the products bring, if that counts
  Recommender recommender;
  std::optional<OfferDescriber> describer;  ///< of a fitted calibration
};

Engine Engine::fit(Dataset data, const EngineOptions& options, const Execution& execution) {
  return fit(std::make_shared<const Dataset>(std::move(data)), options, execution);
}

Engine Engine::fit(std::shared_ptr<const Dataset> data, const EngineOptions& options,
                   const Execution& execution) {
  return Engine(std::make_shared<const State>(std::move(data), options, std::nullopt, execution));
}

Engine::Engine(std::shared_ptr<const Dataset> data, const EngineOptions& options,
               EngineModels models, const Execution& execution)
    : state_(
          std::make_shared<const State>(std::move(data), options, std::move(models), execution)) {}

const Dataset& Engine::data() const noexcept { return *state_->data; }
const EngineOptions& Engine::options() const noexcept { return state_->options; }
const std::vector<SuspectedNonGood>& Engine::suspected() const noexcept {
  return state_->suspected;
}
const InteractionMatrix& Engine::interactions() const noexcept { return state_->interactions; }
const InteractionOptions& Engine::weighting() const noexcept { return state_->weighting; }
const EngineModels& Engine::models() const noexcept { return state_->models; }

Recommendations Engine::recommend(std::span<const AccountIndex> accounts,
                                  const Execution& execution) const {
  const RecommendOptions& asked = state_->recommender.options();
  return state_->offers(accounts, asked.kinds, asked.limit, execution);
}

Recommendations Engine::recommend(std::span<const AccountIndex> accounts,
                                  std::span<const Kind> kinds, std::size_t limit,
                                  const Execution& execution) const {
  return state_->offers(accounts, kinds, limit, execution);
}

Recommendations Engine::accounts_for(ProductIndex product, std::size_t limit,
                                     const Execution& execution) const {
  return state_->recommender.accounts_for(product, limit, execution);
}

Recommendations Engine::explain(AccountIndex account, ProductIndex product,
                                std::size_t reasons) const {
  return state_->recommender.explain(account, product, reasons);
}

InteractionMatrix Engine::interactions_of(const Dataset& purchases) const {
  if (*purchases.product_ids() != *data().product_ids()) {
    throw Error(ErrorCode::invalid_argument,
                "the purchases name products that the engine does not have");
  }
  InteractionOptions options = weighting();
  options.confidence_factor = interactions().confidence_factor();
  return build_interactions(purchases, options, {.threads = 1});
}

Matrix Engine::affinities(const Dataset& purchases) const {
  const InteractionMatrix own = interactions_of(purchases);
  const History history(purchases, net_of_returns(purchases, own.as_of()), own.left_out_products());
  const Blend::Parts& parts = blend().parts();
  const FactorModel* model = parts.factors     ? parts.factors.get()
                             : parts.newcomers ? parts.newcomers->parts().factors.get()
                                               : nullptr;
  Matrix result(own.account_count(), data().product_count());
  for (std::size_t a = 0; a < result.rows(); ++a) {
    const SparseRows::Row row = own.by_account().row(a);
    const std::vector<float> factors = model ? fold_in(*model, row) : std::vector<float>();
    const bool is_new = row.size() == 0;
    const Newcomers::Account prior{is_new, is_new ? std::span<const float>() : factors};
    blend().score({own.as_of(), history.of(a), row, factors, prior}, result.row(a));
  }
  return result;
}

}  // namespace upcross
