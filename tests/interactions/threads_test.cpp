#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include <upcross/core/random.hpp>
#include <upcross/interactions/interaction_matrix.hpp>

#include "support/lines.hpp"

namespace upcross {
namespace {

/// More lines than one thread takes, most of them of the first accounts, some returns and gifts.
Dataset many_lines() {
  constexpr std::size_t size = 400000;
  std::vector<std::string> texts;
  for (int i = 0; i < 5000; ++i) texts.push_back(std::to_string(i));
  const std::vector<std::string_view> ids(texts.begin(), texts.end());
  std::vector<std::uint32_t> account, product;
  std::vector<Time> time;
  std::vector<double> quantity, price;
  for (std::uint64_t i = 0; i < size; ++i) {
    const double u = uniform(1, i);
    account.push_back(u < 0.6 ? 7 : static_cast<std::uint32_t>(5000.0 * u * u));
    product.push_back(static_cast<std::uint32_t>(3000.0 * uniform(2, i)));
    time.push_back(test::day("2020-01-01") +
                   std::chrono::days(static_cast<int>(900 * uniform(3, i))));
    quantity.push_back(uniform(4, i) < 0.1 ? -1.0 : 2.0);
    price.push_back(uniform(5, i) < 0.1 ? 0.0 : 1.0);
  }
  DatasetBuilder builder;
  builder.add({.account = {account, ids},
               .product = {product, ids},
               .time = time,
               .quantity = quantity,
               .unit_price = price});
  return builder.build();
}

bool are_equal(const SparseRows& a, const SparseRows& b) {
  return a.starts == b.starts && a.indexes == b.indexes && a.values == b.values;
}

TEST(BuildInteractions, IsTheSameOnAnyNumberOfThreads) {
  const Dataset data = many_lines();
  const InteractionOptions options{.as_of = test::day("2022-01-01"),
                                   .left_out_products = {ProductIndex{7}, ProductIndex{3}}};
  const InteractionMatrix one = build_interactions(data, options, {.threads = 1});
  for (const unsigned threads : {2U, 3U, 16U}) {
    const InteractionMatrix more = build_interactions(data, options, {.threads = threads});
    EXPECT_TRUE(are_equal(more.by_account(), one.by_account()));
    EXPECT_TRUE(are_equal(more.by_product(), one.by_product()));
    for (std::size_t a = 0; a < one.account_count(); ++a) {
      const auto account = static_cast<AccountIndex>(a);
      EXPECT_TRUE(std::ranges::equal(more.seen(account), one.seen(account)));
    }
    for (std::size_t i = 0; i < left_out_reasons; ++i) {
      const auto reason = static_cast<LeftOutReason>(i);
      EXPECT_EQ(more.left_out()[reason], one.left_out()[reason]);
    }
    EXPECT_EQ(more.confidence_factor(), one.confidence_factor());
  }
}

TEST(Transposed, TwiceIsTheSameTableOnAnyNumberOfThreads) {
  const SparseRows table = build_interactions(many_lines()).by_account();
  const std::size_t columns = 5000;
  for (const unsigned threads : {1U, 2U, 5U}) {
    const Execution execution{.threads = threads};
    const SparseRows exchanged = transposed(table, columns, execution);
    EXPECT_TRUE(are_equal(transposed(exchanged, table.rows(), execution), table));
  }
}

TEST(Transposed, OfNothingIsEmpty) {
  EXPECT_EQ(transposed(SparseRows{}, 3).starts, std::vector<std::size_t>(4));
  EXPECT_EQ(transposed(SparseRows{}, 0).rows(), 0U);
}

}  // namespace
}  // namespace upcross
