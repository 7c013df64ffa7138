#include "selection/tuner.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace upcross {
namespace {

constexpr std::size_t most_steps = 3;
constexpr double least_gain = 1.0;          ///< in standard errors
constexpr double doubt_of_screening = 1.0;  ///< in standard errors
constexpr double doubt_of_trend = 1.0;      ///< in standard errors
constexpr double price_of_strength = 0.01;  ///< per unit of exponent, of the value without trend
constexpr double share_of_screening = 0.25;
constexpr std::array shares_of_older_parts = {0.125F, 0.25F, 0.5F, 1.0F, 2.0F};

std::vector<Trend> all_trends() {
  std::vector<Trend> result = {{}};
  for (const double half_life : {7.0, 14.0, 28.0, 56.0}) {
    for (const double strength : {0.25, 0.5, 0.75, 1.0}) {
      result.push_back({.strength = strength, .half_life_days = half_life});
    }
  }
  return result;
}

double strength(const TrendOptions& trend) {
  return trend.buyers.strength + trend.new_buyers.strength;
}

/// Of the accounts that are measured first, or of all. The latest period counts twice as much as
/// the one before it: its history is as long as the one that the question is about.
std::vector<double> account_weights(const std::vector<HeldOut>& periods, bool is_quarter) {
  std::vector<double> result;
  double sum = 0.0;
  for (std::size_t i = 0; i < periods.size(); ++i) {
    if (periods[i].wanting == 0) continue;
    const double weight = std::exp2(-static_cast<double>(i));
    const std::size_t count = is_quarter ? quarter_of(periods[i].wanting) : periods[i].wanting;
    result.insert(result.end(), count, weight / static_cast<double>(count));
    result.insert(result.end(), periods[i].wanting - count, 0.0);
    sum += weight;
  }
  for (double& weight : result) weight /= sum;
  return result;
}

}  // namespace

Tuner::Tuner(const std::vector<HeldOut>& periods, const Family& popularities,
             const std::vector<Family>& families, WorkBudget& budget, const Execution& execution)
    : periods_(periods),
      families_(families),
      budget_(budget),
      execution_(execution),
      weights_(account_weights(periods, false)),
      quarter_weights_(account_weights(periods, true)),
      is_used_(families.size(), false) {
  for (const Variant& variant : popularities) {
    Candidate one = tried(screened({{{&variant, 1.0F}}, {}, {}}));
    if (popularity_.parts.empty() ||
        weighted_mean(one.measured.ndcg) > weighted_mean(popularity_.measured.ndcg)) {
      popularity_ = std::move(one);
    }
  }
}

Candidate Tuner::choose() {
  Candidate best = popularity_;
  for (std::size_t step = 0; step < most_steps; ++step) {
    std::optional<Candidate> next;
    std::size_t family_of_next = 0;
    for (std::size_t f = 0; f < families_.size(); ++f) {
      const double work = ranking_work(best.parts.size() + 1, periods_);
      if (is_used_[f] || !budget_.allows(work)) continue;
      Candidate one = with_family(best, families_[f], step == 0);
      if (next && merit(one) <= merit(*next)) continue;
      next = std::move(one);
      family_of_next = f;
    }
    if (!next || merit(*next) <= merit(best) || !is_clearly_better(*next, best)) break;
    best = *std::move(next);
    is_used_[family_of_next] = true;
  }
  return refined(std::move(best));
}

Candidate Tuner::screened(Candidate candidate) {
  budget_.spend(share_of_screening * ranking_work(candidate.parts.size(), periods_));
  return measure(periods_, Stage::quarter, std::move(candidate), execution_);
}

Candidate Tuner::tried(Candidate screened) {
  budget_.spend((1.0 - share_of_screening) * ranking_work(screened.parts.size(), periods_));
  screened = measure(periods_, Stage::rest, std::move(screened), execution_);
  trials_.push_back(screened.trial());
  if (strength(screened.trend) == 0.0) plain_.push_back(screened);
  return screened;
}

/// The best of what is tried, found so far; the first is tried in any case. What has no trend is
/// measured on all accounts, since what its trends add is measured against it; of the others, what
/// a quarter of the accounts shows to be worse is dropped.
void Tuner::keep_better(std::optional<Candidate>& best, Candidate candidate) {
  const bool is_plain = strength(candidate.trend) == 0.0;
  if (!is_plain && plain_one(candidate) == nullptr) {
    keep_better(best, {candidate.parts, {}, {}});
    if (plain_one(candidate) == nullptr) return;
  }
  if (const Candidate* known = plain_one(candidate); is_plain && known != nullptr) {
    candidate = *known;
  } else {
    if (best && !budget_.allows(ranking_work(candidate.parts.size(), periods_))) return;
    candidate = screened(std::move(candidate));
    if (!is_plain && is_dropped(candidate, *best)) return;
    candidate = tried(std::move(candidate));
  }
  if (!best || merit(candidate) > merit(*best)) best = std::move(candidate);
}

bool Tuner::is_dropped(const Candidate& screened, const Candidate& best) {
  const Gain gain = gain_of(screened, best, quarter_weights_);
  const bool is_worse = gain.mean < -doubt_of_screening * gain.error;
  dropped_ += is_worse ? 1 : 0;
  return is_worse;
}

/// Other trends of buyers, then of new buyers.
void Tuner::keep_better_trend(std::optional<Candidate>& best) {
  const auto parts = best->parts;
  for (const auto which : {&TrendOptions::buyers, &TrendOptions::new_buyers}) {
    TrendOptions trend = best->trend;
    for (const Trend& other : all_trends()) {
      trend.*which = other;
      keep_better(best, {parts, trend, {}});
    }
  }
}

Candidate Tuner::with_family(const Candidate& base, const Family& family, bool is_first) {
  std::optional<Candidate> best;
  for (const Variant& variant : family) {
    if (!is_first) {
      keep_better(best, with_part(base, variant, 1.0F, base.trend));
      continue;
    }
    for (const Trend& trend : all_trends()) {
      keep_better(best, with_part(base, variant, 0.0F, {.buyers = trend}));
    }
  }
  const Variant& variant = *best->parts.back().first;
  const TrendOptions trend = best->trend;
  for (const float share : shares_of_older_parts) {
    keep_better(best, with_part(base, variant, share, trend));
  }
  keep_better_trend(best);
  return *std::move(best);
}

/// Other variants of the parts, one after the other, then all pairs of trends.
Candidate Tuner::refined(Candidate start) {
  std::optional<Candidate> best = std::move(start);
  for (std::size_t i = 0; i < best->parts.size(); ++i) keep_better_variant(best, i);
  const auto parts = best->parts;
  for (const Trend& buyers : all_trends()) {
    for (const Trend& new_buyers : all_trends()) {
      keep_better(best, {parts, {.buyers = buyers, .new_buyers = new_buyers}, {}});
    }
  }
  return *std::move(best);
}

void Tuner::keep_better_variant(std::optional<Candidate>& best, std::size_t part) {
  const Variant* present = best->parts[part].first;
  const auto is_present = [&](const Variant& one) { return &one == present; };
  for (const Family& family : families_) {
    if (std::ranges::none_of(family, is_present)) continue;
    for (const Variant& other : family) {
      Candidate changed{best->parts, best->trend, {}};
      changed.parts[part].first = &other;
      keep_better(best, std::move(changed));
    }
  }
}

const Candidate* Tuner::plain_one(const Candidate& one) const {
  const auto known = std::ranges::find(plain_, one.parts, &Candidate::parts);
  return known == plain_.end() ? nullptr : &*known;
}

/// The value, less what the best of hundreds of trends gains in the held-out periods by luck: the
/// standard error of what it adds, and a price for its strength.
double Tuner::merit(const Candidate& one) const {
  if (strength(one.trend) == 0.0) return value(one);
  const Candidate& plain = *plain_one(one);
  return value(one) - doubt_of_trend * gain_of(one, plain, weights_).error -
         price_of_strength * strength(one.trend) * value(plain);
}

/// NDCG@20, Recall@20 and HR@10 of each account, all in units of recent popularity's mean,
/// summed.
std::vector<double> Tuner::values(const Candidate& one) const {
  std::vector<double> result(one.measured.ndcg.size(), 0.0);
  for (const auto measure : {&Measured::ndcg, &Measured::recall, &Measured::hit}) {
    const double unit = std::max(weighted_mean(popularity_.measured.*measure), 1e-6);
    for (std::size_t i = 0; i < result.size(); ++i) {
      result[i] += (one.measured.*measure)[i] / unit;
    }
  }
  return result;
}

double Tuner::weighted_mean(const std::vector<double>& values) const {
  return std::inner_product(values.begin(), values.end(), weights_.begin(), 0.0);
}

Tuner::Gain Tuner::gain_of(const Candidate& one, const Candidate& other,
                           const std::vector<double>& weights) const {
  std::vector<double> gains = values(one);
  const std::vector<double> before = values(other);
  for (std::size_t i = 0; i < gains.size(); ++i) gains[i] -= before[i];
  const double mean = std::inner_product(gains.begin(), gains.end(), weights.begin(), 0.0);
  double square = 0.0;
  for (std::size_t i = 0; i < gains.size(); ++i) {
    square += std::pow(weights[i] * (gains[i] - mean), 2);
  }
  return {mean, std::sqrt(square)};
}

bool Tuner::is_clearly_better(const Candidate& one, const Candidate& other) const {
  const Gain gain = gain_of(one, other, weights_);
  return gain.mean > least_gain * gain.error;
}

}  // namespace upcross
