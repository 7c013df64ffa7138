#include "selection/candidate.hpp"

#include <upcross/core/error.hpp>
#include <upcross/evaluation/metrics.hpp>

namespace upcross {
namespace {

std::string spoken(const Trend& trend, const std::string& name) {
  if (trend.strength == 0.0) return {};
  return " x " + name + " of " + short_number(trend.half_life_days) + " days ^ " +
         short_number(trend.strength);
}

std::string spoken(const Candidate& one) {
  std::string text;
  for (const auto& [variant, weight] : one.parts) {
    if (!text.empty()) text += " + ";
    if (one.parts.size() > 1) text += short_number(static_cast<double>(weight)) + " ";
    text += variant->what;
  }
  return text + spoken(one.trend.buyers, "trend") +
         spoken(one.trend.new_buyers, "new buyers' trend");
}

}  // namespace

double mean(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double v : values) sum += v;
  return values.empty() ? 0.0 : sum / static_cast<double>(values.size());
}

Mixture Candidate::mixture() const {
  Mixture result{{}, trend};
  for (const auto& [variant, weight] : parts) result.parts.push_back({&variant->scores, weight});
  return result;
}

BlendRecipe Candidate::recipe() const {
  BlendRecipe result{.factorization = 0.0, .trend = trend};
  for (const auto& [variant, weight] : parts) {
    variant->put_into(result, static_cast<double>(weight));
  }
  return result;
}

Trial Candidate::trial() const { return {spoken(*this), mean(measured.ndcg), mean(measured.hit)}; }

Candidate measure(const std::vector<HeldOut>& periods, Stage stage, Candidate candidate,
                  const Execution& execution) {
  constexpr std::size_t k = 20;
  constexpr std::size_t k_of_hits = 10;
  const Mixture mixture = candidate.mixture();
  auto& [ndcg, recall, hit] = candidate.measured;
  std::size_t all = 0;
  for (const HeldOut& period : periods) all += period.wanting;
  for (auto* values : {&ndcg, &recall, &hit}) values->resize(all);
  std::size_t before = 0;
  for (std::size_t i = 0; i < periods.size(); ++i) {
    const HeldOut& period = periods[i];
    const std::size_t middle = quarter_of(period.wanting);
    const std::size_t begin = stage == Stage::quarter ? 0 : middle;
    const std::size_t end = stage == Stage::quarter ? middle : period.wanting;
    const auto lists = ranked(periods, i, mixture, begin, end, k, execution);
    execution.throw_if_stopped("tuning");
    for (std::size_t j = begin; j < end; ++j) {
      const auto& list = lists[j - begin];
      const auto wanted = period.split.wanted.row(position(period.accounts[j])).indexes;
      const ListQuality quality = list_quality(list, wanted, k);
      ndcg[before + j] = quality.ndcg;
      recall[before + j] = quality.recall;
      hit[before + j] = list_quality(list, wanted, k_of_hits).hit;
    }
    before += period.wanting;
  }
  return candidate;
}

Candidate with_part(const Candidate& base, const Variant& variant, float share,
                    const TrendOptions& trend) {
  Candidate result{{}, trend, {}};
  if (share > 0.0F) result.parts = base.parts;
  for (auto& [older, weight] : result.parts) weight *= share;
  result.parts.emplace_back(&variant, 1.0F);
  return result;
}

}  // namespace upcross
