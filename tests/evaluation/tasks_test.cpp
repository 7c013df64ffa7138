#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include <upcross/evaluation/evaluate.hpp>
#include <upcross/report/evaluation.hpp>
#include <upcross/selection/tune.hpp>

#include "support/moving_market.hpp"

namespace upcross {
namespace {

constexpr int horizon = 40;

EvaluationOptions about(Task task, std::vector<ProductIndex> left_out = {}) {
  return {.interactions = {.left_out_products = std::move(left_out)},
          .horizon_days = horizon,
          .task = task};
}

/// The moving market with products of eight categories, and one product of none.
Dataset market_with_categories() {
  const Dataset plain = test::moving_market(true);
  DatasetBuilder builder;
  for (std::size_t p = 0; p < plain.product_count(); ++p) {
    const std::string category = p == 7 ? "" : "C" + std::to_string(p / 10);
    builder.add_product((*plain.product_ids())[static_cast<ProductIndex>(p)],
                        {.category = category});
  }
  std::vector<test::Line> lines;
  const Purchases& all = plain.purchases();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (position(all.account[i]) % 3 == 0 && position(all.product[i]) > 40) continue;
    lines.push_back({.account = std::string((*plain.account_ids())[all.account[i]]),
                     .product = std::string((*plain.product_ids())[all.product[i]]),
                     .day = iso(std::chrono::floor<std::chrono::days>(all.time[i])),
                     .quantity = all.quantity[i],
                     .price = all.unit_price[i]});
  }
  return test::dataset_of(lines, std::move(builder));
}

using Pair = std::pair<std::string, std::string>;

/// By id, what is asked about in the lists: accounts and what they buy, or products and who buys
/// them.
struct Known {
  std::set<Pair> bought;
  std::set<Pair> wanted;
};

/// What the periods should hold, found line by line, for pairs of ids that `pair` makes of a line.
template <class MakePair>
Known at(const Dataset& data, Day cut, bool again, MakePair pair) {
  Known result;
  std::set<std::string> rows, columns;
  const Purchases& lines = data.purchases();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Pair one = pair(i);
    if (one.first.empty() || one.second.empty() || lines.time[i] >= cut) continue;
    result.bought.insert(one);
    rows.insert(one.first);
    columns.insert(one.second);
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Pair one = pair(i);
    const bool within = lines.time[i] >= cut && lines.time[i] < cut + std::chrono::days(horizon);
    const bool known = rows.contains(one.first) && columns.contains(one.second);
    if (within && known && result.bought.contains(one) == again) result.wanted.insert(one);
  }
  return result;
}

/// Compares what rankers are asked with what should be asked.
template <class MakePair>
void expect_questions(const Dataset& data, const EvaluationOptions& options, MakePair pair) {
  std::size_t asked = 0;
  const Ranker watcher{
      "watcher", [&](const RankingQuestion& question, const Execution&) {
        ++asked;
        const TimeSplit& split = question.known;
        const Known known = at(data, split.cut, options.task == Task::repeats, pair);
        std::set<Pair> wanted;
        for (const AccountIndex a : question.accounts) {
          for (const auto p : split.wanted.row(position(a)).indexes) {
            wanted.emplace((*question.data.account_ids())[a],
                           (*question.data.product_ids())[static_cast<ProductIndex>(p)]);
          }
        }
        EXPECT_EQ(wanted, known.wanted);
        EXPECT_FALSE(wanted.empty());
        return RankedLists(question.accounts.size());
      }};
  evaluate(data, {watcher}, options);
  EXPECT_EQ(asked, 3U);
}

std::string account_id(const Dataset& data, std::size_t line) {
  return std::string((*data.account_ids())[data.purchases().account[line]]);
}

std::string product_id(const Dataset& data, std::size_t line) {
  return std::string((*data.product_ids())[data.purchases().product[line]]);
}

TEST(Tasks, RepeatsAreWhatIsBoughtAgain) {
  const Dataset data = test::moving_market(true);
  expect_questions(data, about(Task::repeats), [&](std::size_t i) {
    return Pair{account_id(data, i), product_id(data, i)};
  });
}

TEST(Tasks, NewCategoriesAreThoseOfWhichNothingWasBought) {
  const Dataset data = market_with_categories();
  expect_questions(data, about(Task::new_categories), [&](std::size_t i) {
    return Pair{account_id(data, i), data.product(data.purchases().product[i]).category};
  });
}

TEST(Tasks, NewAccountsAreThoseThatNeverBoughtTheProduct) {
  const Dataset data = test::moving_market(true);
  expect_questions(data, about(Task::new_accounts), [&](std::size_t i) {
    return Pair{product_id(data, i), account_id(data, i)};
  });
}

TEST(Tasks, ProductsLeftOutAreInNone) {
  const Dataset data = market_with_categories();
  const std::vector<ProductIndex> left_out = {ProductIndex{0}, ProductIndex{31}};
  const auto product = [&](std::size_t i) {
    const ProductIndex p = data.purchases().product[i];
    return std::ranges::find(left_out, p) == left_out.end() ? product_id(data, i) : "";
  };
  expect_questions(data, about(Task::repeats, left_out), [&](std::size_t i) {
    return Pair{account_id(data, i), product(i)};
  });
  expect_questions(data, about(Task::new_accounts, left_out), [&](std::size_t i) {
    return Pair{product(i), account_id(data, i)};
  });
  expect_questions(data, about(Task::new_categories, left_out), [&](std::size_t i) {
    const ProductIndex p = data.purchases().product[i];
    return Pair{account_id(data, i), product(i).empty() ? "" : data.product(p).category};
  });
}

/// Checks the lists of a ranker of repeats against `score(days, last)` of every pair.
template <class Score>
void expect_repeats(const Dataset& data, const Ranker& ranker, Score score) {
  const Ranker checked{"checked", [&](const RankingQuestion& asked, const Execution& execution) {
                         const RankedLists lists = ranker.rank(asked, execution);
                         std::map<std::pair<AccountIndex, ProductIndex>, std::set<Day>> days;
                         const Purchases& lines = asked.data.purchases();
                         for (std::size_t i = 0; i < lines.size(); ++i) {
                           days[{lines.account[i], lines.product[i]}].insert(
                               std::chrono::floor<std::chrono::days>(lines.time[i]));
                         }
                         for (std::size_t i = 0; i < lists.size(); ++i) {
                           std::vector<std::pair<ProductIndex, double>> own;
                           for (const auto& [pair, all] : days) {
                             if (pair.first != asked.accounts[i]) continue;
                             own.emplace_back(
                                 pair.second,
                                 score(all.size(), (asked.known.cut - *all.rbegin()).count()));
                           }
                           std::ranges::stable_sort(own, std::ranges::greater(),
                                                    [](const auto& one) { return one.second; });
                           own.resize(std::min(own.size(), asked.k));
                           std::vector<ProductIndex> expected, found;
                           for (const auto& one : own) expected.push_back(one.first);
                           for (const ScoredProduct& one : lists[i]) found.push_back(one.product);
                           EXPECT_EQ(found, expected);
                         }
                         return lists;
                       }};
  evaluate(data, {checked}, about(Task::repeats));
}

TEST(Tasks, FrequencyCountsDaysAndRecencyLooksAtTheLast) {
  const Dataset data = test::moving_market(true);
  expect_repeats(data, frequency_ranker(), [](std::size_t days, std::int64_t since) {
    return 1e6 * static_cast<double>(days) - static_cast<double>(since);
  });
  expect_repeats(data, recency_ranker(), [](std::size_t days, std::int64_t since) {
    return static_cast<double>(days) - 1e6 * static_cast<double>(since);
  });
}

const RankerQuality& of(const Evaluation& evaluation, const std::string& name) {
  return *std::ranges::find(evaluation.rankers, name, &RankerQuality::name);
}

TEST(Tasks, WhatIsBoughtOftenIsBoughtAgain) {
  const Evaluation evaluation = evaluate(test::moving_market(true), {}, about(Task::repeats));
  EXPECT_EQ(evaluation.reference, "frequency");
  EXPECT_EQ(of(evaluation, "frequency").lift.mean, 0.0);
  EXPECT_LT(of(evaluation, "chance").lift.high, 0.0);
}

TEST(Tasks, TastesTellTheNextAccountsOfAProduct) {
  const Evaluation evaluation =
      evaluate(test::moving_market(true), {tuned_ranker()}, about(Task::new_accounts));
  EXPECT_EQ(evaluation.reference, "recent activity");
  EXPECT_GT(of(evaluation, "EASE 500").lift.low, 0.0);
  EXPECT_GT(of(evaluation, "tuned").lift.low, 0.0);
}

/// HR@1 of lists in which all orders are as likely, of the accounts asked.
TEST(Tasks, ChanceFindsACategoryAsOftenAsCountingSays) {
  double expected = 0.0;
  double accounts = 0.0;
  const Ranker counter{
      "counter", [&](const RankingQuestion& asked, const Execution&) {
        for (const AccountIndex a : asked.accounts) {
          const auto wanted = static_cast<double>(asked.known.wanted.row(position(a)).size());
          const auto seen = static_cast<double>(asked.known.interactions.seen(a).size());
          expected += wanted / (static_cast<double>(asked.data.product_count()) - seen);
          accounts += 1.0;
        }
        return RankedLists(asked.accounts.size());
      }};
  const Evaluation evaluation =
      evaluate(market_with_categories(), {counter}, about(Task::new_categories));
  const BootstrapMean chance = of(evaluation, "chance").hit_rate;
  EXPECT_EQ(evaluation.hits_at, 1U);
  EXPECT_NEAR(chance.mean, expected / accounts, 4.0 * chance.standard_error);
}

TEST(Tasks, EachHasATableOfItsOwn) {
  const Dataset data = market_with_categories();
  const std::string repeats = evaluation_text(evaluate(data, {}, about(Task::repeats)));
  EXPECT_NE(repeats.find("Repeat purchases foreseen among what it has, per account"), repeats.npos);
  EXPECT_NE(repeats.find("NDCG@20 (90 %)           over frequency\n"), repeats.npos) << repeats;
  EXPECT_EQ(std::ranges::count(repeats, '\n'), 8);
  const std::string categories = evaluation_text(evaluate(data, {}, about(Task::new_categories)));
  EXPECT_NE(categories.find("HR@1    Recall@5"), categories.npos) << categories;
}

TEST(Tasks, CategoriesCannotBeMeasuredWhereNoneIsKnown) {
  const Evaluation evaluation =
      evaluate(test::moving_market(true), {}, about(Task::new_categories));
  EXPECT_TRUE(evaluation.cuts.empty());
  EXPECT_NE(evaluation_text(evaluation).find("no category is known"), std::string::npos);
}

}  // namespace
}  // namespace upcross
