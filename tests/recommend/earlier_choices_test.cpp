#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/random.hpp>

#include "recommend/step_choice.hpp"
#include "support/lines.hpp"
#include "support/synthetic.hpp"

namespace upcross {
namespace {

constexpr std::size_t accounts = 300;
constexpr std::size_t products = 40;

/// Accounts that bought ten products of a family in January, drawn by lot, and buy another two in
/// May: what they have tells nothing about what they choose.
Dataset lottery() {
  DatasetBuilder catalogue;
  for (std::size_t p = 0; p < products; ++p) {
    catalogue.add_product(test::numbered('p', p),
                          {.family = "mug", .tier = 1.0 + static_cast<double>(p)});
  }
  std::vector<test::Line> lines;
  for (std::size_t a = 0; a < accounts; ++a) {
    for (std::size_t i = 0; i < 12; ++i) {
      const auto p = static_cast<std::size_t>(uniform(a, i) * static_cast<double>(products));
      lines.push_back(
          {test::numbered('a', a), test::numbered('p', p), i < 10 ? "2020-01-10" : "2020-05-20"});
    }
  }
  return test::dataset_of(lines, std::move(catalogue));
}

struct Market {
  Dataset data;
  InteractionMatrix interactions = build_interactions(data, {.as_of = test::day("2020-07-01")});
  Ladders ladders = build_ladders(data);
  NetPurchases net = net_of_returns(data, interactions.as_of());
  History history{data, net};

  std::vector<StepChoice> choices() const {
    return earlier_choices(data, history, ladders, interactions, {}, {});
  }
};

/// By how much the feature of what was chosen exceeds that of all steps, in standard deviations.
double preference(const std::vector<StepChoice>& choices, StepFeature feature) {
  double chosen = 0.0, chosen_count = 0.0, sum = 0.0, squares = 0.0, count = 0.0;
  for (const StepChoice& choice : choices) {
    for (std::size_t i = 0; i < choice.steps.size(); ++i) {
      const double value = choice.steps[i][feature];
      sum += value;
      squares += value * value;
      count += 1.0;
      if (!choice.chosen[i]) continue;
      chosen += value;
      chosen_count += 1.0;
    }
  }
  const double mean = sum / count;
  return (chosen / chosen_count - mean) / std::sqrt(squares / count - mean * mean);
}

TEST(EarlierChoices, FindNoAffinityInALottery) {
  const Market market{lottery()};
  const std::vector<StepChoice> choices = market.choices();
  EXPECT_GT(choices.size(), accounts / 2);
  EXPECT_NEAR(preference(choices, own_affinity), 0.0, 0.15);
}

TEST(EarlierChoices, AreNoneWhereNobodyWentUpLately) {
  const Market market{test::dataset_of({{"a", "p", "2020-01-10"}, {"a", "q", "2020-05-20"}})};
  EXPECT_TRUE(market.choices().empty());
}

}  // namespace
}  // namespace upcross
