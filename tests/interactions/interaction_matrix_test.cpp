#include <cmath>
#include <map>
#include <set>
#include <utility>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/core/random.hpp>
#include <upcross/interactions/interaction_matrix.hpp>
#include <upcross/interactions/net.hpp>

#include "support/lines.hpp"
#include "support/synthetic.hpp"

namespace upcross {
namespace {

using test::account_of;
using test::dataset_of;
using test::day;
using test::product_of;

/// The confidence of a pair; 0 = no interaction.
double confidence(const InteractionMatrix& m, const Dataset& data, const std::string& account,
                  const std::string& product) {
  const SparseRows::Row row = m.by_account().row(position(account_of(data, account)));
  for (std::size_t j = 0; j < row.size(); ++j) {
    if (row.indexes[j] == position(product_of(data, product))) return row.values[j];
  }
  return 0.0;
}

bool is_seen(const InteractionMatrix& m, const Dataset& data, const std::string& account,
             const std::string& product) {
  const auto seen = m.seen(account_of(data, account));
  return std::ranges::find(seen, position(product_of(data, product))) != seen.end();
}

const std::vector<test::Line> history = {
    {"a", "often", "2020-01-01"},        {"a", "often", "2020-01-01", 3},
    {"a", "often", "2020-03-01"},        {"a", "once", "2020-02-01"},
    {"a", "returned", "2020-02-01", 2},  {"a", "returned", "2020-02-05", -2},
    {"a", "gift", "2020-02-01", 1, 0.0}, {"b", "once", "2020-03-01"},
    {"b", "later", "2020-03-31"},
};

TEST(BuildInteractions, CountsDaysOfPurchaseNetOfReturns) {
  const Dataset data = dataset_of(history);
  const InteractionMatrix m =
      build_interactions(data, {.as_of = day("2020-03-31"), .half_life_days = 0.0, .alpha = 2.0});
  const double once = std::log(3.0);
  const double twice = std::log(5.0);
  const double mean = (twice + once + once) / 3.0;
  EXPECT_EQ(m.by_account().entries(), 3U);
  EXPECT_NEAR(confidence(m, data, "a", "often"), twice / mean, 1e-6);
  EXPECT_NEAR(confidence(m, data, "a", "once"), once / mean, 1e-6);
  EXPECT_NEAR(confidence(m, data, "b", "once"), once / mean, 1e-6);
}

/// Lines of a few pairs over 16 years, some of them returns and gifts, of one day or many.
Dataset long_history() {
  DatasetBuilder builder;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const auto number = [&](std::uint64_t key) { return uniform(key, i); };
    const std::string account = "a" + std::to_string(static_cast<int>(40.0 * number(1)));
    const std::string product = "p" + std::to_string(static_cast<int>(60.0 * number(2)));
    builder.add({.account = account,
                 .product = product,
                 .time = day("2004-01-01") + std::chrono::days(static_cast<int>(6000 * number(3))),
                 .quantity = number(4) < 0.2 ? -1.0 : 2.0,
                 .unit_price = number(5) < 0.1 ? 0.0 : 1.0});
  }
  return builder.build();
}

TEST(BuildInteractions, WeighsEachDayOfAPairByItsAgeHoweverOld) {
  const Dataset data = long_history();
  const Purchases& lines = data.purchases();
  const InteractionOptions options{.half_life_days = 500.0, .confidence_factor = 1.0};
  const InteractionMatrix m = build_interactions(data, options);
  const NetPurchases net = net_of_returns(data, m.as_of());
  std::map<std::pair<AccountIndex, ProductIndex>, std::set<Day>> days;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (net.quantity[i] <= 0.0 || lines.unit_price[i] == 0.0) continue;
    days[{lines.account[i], lines.product[i]}].insert(
        std::chrono::floor<std::chrono::days>(lines.time[i]));
  }
  ASSERT_EQ(m.by_account().entries(), days.size());
  std::size_t entry = 0;
  for (const auto& [pair, bought] : days) {
    double strength = 0.0;
    for (const Day one : bought) {
      strength += std::exp2(-static_cast<double>((m.as_of() - one).count()) / 500.0);
    }
    const float expected = static_cast<float>(std::log1p(options.alpha * strength));
    EXPECT_FLOAT_EQ(m.by_account().values[entry++], expected);
  }
}

TEST(BuildInteractions, HalvesTheWeightOfADayWithEveryHalfLife) {
  const Dataset data = dataset_of({{"a", "new", "2020-03-21"}, {"a", "old", "2020-03-11"}});
  const InteractionMatrix m = build_interactions(data, {.as_of = day("2020-03-31"),
                                                        .half_life_days = 10.0,
                                                        .scale = ConfidenceScale::linear,
                                                        .alpha = 4.0});
  EXPECT_NEAR(confidence(m, data, "a", "new") / confidence(m, data, "a", "old"), 3.0 / 2.0, 1e-6);
}

TEST(BuildInteractions, ScalesConfidencesToMeanOne) {
  const InteractionMatrix m = build_interactions(dataset_of(history));
  double sum = 0.0;
  for (const float value : m.by_account().values) sum += value;
  EXPECT_NEAR(sum / static_cast<double>(m.by_account().entries()), 1.0, 1e-6);
}

TEST(BuildInteractions, RemembersWhatWasGivenOrSentBackAsSeen) {
  const Dataset data = dataset_of(history);
  const InteractionMatrix m = build_interactions(data, {.as_of = day("2020-03-31")});
  for (const char* product : {"often", "once", "returned", "gift"}) {
    EXPECT_TRUE(is_seen(m, data, "a", product)) << product;
  }
  EXPECT_FALSE(is_seen(m, data, "a", "later"));
  EXPECT_EQ(confidence(m, data, "a", "returned"), 0.0);
  EXPECT_EQ(confidence(m, data, "a", "gift"), 0.0);
}

TEST(BuildInteractions, IgnoresTheDayAsOfAndLater) {
  const Dataset data = dataset_of(history);
  const InteractionMatrix m = build_interactions(data, {.as_of = day("2020-03-01")});
  EXPECT_EQ(m.as_of(), day("2020-03-01"));
  EXPECT_FALSE(is_seen(m, data, "b", "once"));
  EXPECT_EQ(m.left_out()[LeftOutReason::not_before_as_of], 3U);
}

TEST(BuildInteractions, AsksOnTheDayAfterTheLastLineByDefault) {
  EXPECT_EQ(build_interactions(dataset_of(history)).as_of(), day("2020-04-01"));
}

TEST(BuildInteractions, LeavesOutTheProductsItIsTold) {
  const Dataset data = dataset_of(history);
  const ProductIndex once = product_of(data, "once");
  const InteractionMatrix m = build_interactions(data, {.left_out_products = {once}});
  EXPECT_EQ(confidence(m, data, "a", "once"), 0.0);
  EXPECT_TRUE(is_seen(m, data, "a", "once"));
  EXPECT_EQ(m.left_out()[LeftOutReason::suspected_non_good], 2U);
  ASSERT_EQ(m.left_out_products().size(), 1U);
  EXPECT_EQ(m.left_out_products()[0], once);
}

TEST(BuildInteractions, HoldsTheSameEntriesByProduct) {
  const InteractionMatrix m = test::tasteful_interactions(30, 20, 0, 1);
  std::size_t entries = 0;
  for (std::size_t p = 0; p < 20; ++p) {
    const SparseRows::Row row = m.by_product().row(p);
    for (std::size_t i = 0; i < row.size(); ++i, ++entries) {
      const SparseRows::Row account = m.by_account().row(row.indexes[i]);
      const auto found = std::ranges::find(account.indexes, p);
      ASSERT_NE(found, account.indexes.end());
      EXPECT_EQ(account.values[static_cast<std::size_t>(found - account.indexes.begin())],
                row.values[i]);
    }
  }
  EXPECT_EQ(entries, m.by_account().entries());
}

TEST(BuildInteractions, RefusesOptionsOutsideTheirRange) {
  const Dataset data = dataset_of(history);
  EXPECT_THROW(build_interactions(data, {.half_life_days = -1.0}), Error);
  EXPECT_THROW(build_interactions(data, {.alpha = 0.0}), Error);
  EXPECT_THROW(build_interactions(data, {.alpha = std::nan("")}), Error);
  EXPECT_THROW(build_interactions(data, {.left_out_products = {ProductIndex{99}}}), Error);
}

TEST(InteractionMatrix, NamesTheConfidenceThatIsNoPositiveNumber) {
  for (const double bad : {-1.0, std::nan(""), 1e300}) {
    try {
      test::interactions_of(
          2, 3, [&](std::size_t a, std::size_t p) { return a == 1 && p == 2 ? bad : 1.0; });
      ADD_FAILURE() << bad << " was accepted";
    } catch (const Error& error) {
      const std::string message = error.what();
      EXPECT_NE(message.find("'a0000001'"), std::string::npos) << message;
      EXPECT_NE(message.find("'p0000002'"), std::string::npos) << message;
    }
  }
}

TEST(InteractionMatrix, RefusesShapesThatDoNotFit) {
  InteractionMatrix::Parts parts;
  EXPECT_THROW(InteractionMatrix{parts}, Error);
  parts.account_ids = test::numbered_ids<AccountIndex>('a', 1);
  parts.product_ids = test::numbered_ids<ProductIndex>('p', 2);
  EXPECT_THROW(InteractionMatrix{parts}, Error);  // a row is missing
  parts.seen.starts = parts.by_account.starts = {0, 2};
  parts.seen.indexes = {0, 1};
  parts.by_account.values = {1.0F, 1.0F};
  parts.by_account.indexes = {0, 2};
  EXPECT_THROW(InteractionMatrix{parts}, Error);  // no such product
  parts.by_account.indexes = {1, 1};
  EXPECT_THROW(InteractionMatrix{parts}, Error);  // not rising
  parts.by_account.indexes = {0, 1};
  EXPECT_NO_THROW(InteractionMatrix{parts});
}

TEST(BuildInteractions, MultipliesByTheFactorOfAnotherMatrix) {
  const Dataset all = dataset_of(history);
  const InteractionMatrix whole = build_interactions(all, {.as_of = day("2020-04-01")});
  const Dataset alone = dataset_of({history[7], history[8]});
  const InteractionMatrix part = build_interactions(
      alone, {.as_of = day("2020-04-01"), .confidence_factor = whole.confidence_factor()});
  for (const char* product : {"once", "later"}) {
    EXPECT_EQ(confidence(part, alone, "b", product), confidence(whole, all, "b", product));
    EXPECT_GT(confidence(part, alone, "b", product), 0.0);
  }
  EXPECT_EQ(part.confidence_factor(), whole.confidence_factor());
  EXPECT_THROW(build_interactions(all, {.confidence_factor = 0.0}), Error);
}

}  // namespace
}  // namespace upcross
