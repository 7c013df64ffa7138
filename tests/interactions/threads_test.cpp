#include <algorithm>
#include <chrono>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
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

TEST(DefaultAsOf, IsTheSameOnAnyNumberOfThreads) {
  const Dataset data = many_lines();
  const Day last = std::chrono::floor<std::chrono::days>(std::ranges::max(data.purchases().time));
  for (const unsigned threads : {1U, 2U, 5U}) {
    EXPECT_EQ(data.default_as_of({.threads = threads}), last + std::chrono::days(1));
  }
}

TEST(InteractionMatrix, NamesTheFirstFaultyConfidenceOnAnyNumberOfThreads) {
  constexpr std::size_t accounts = 100000;
  std::vector<std::string> ids;
  InteractionMatrix::Parts parts;
  for (std::size_t a = 0; a < accounts; ++a) {
    ids.push_back(std::to_string(100000 + a));
    parts.by_account.starts.push_back(parts.by_account.starts.back() + a % 2);
    if (a % 2 == 1) parts.by_account.indexes.push_back(0);
  }
  parts.by_account.values.assign(accounts / 2, 1.0F);
  parts.by_account.values[49000] = parts.by_account.values[20000] = -1.0F;
  parts.seen.starts = parts.by_account.starts;
  parts.seen.indexes = parts.by_account.indexes;
  parts.account_ids = std::make_shared<const AccountIds>(ids);
  parts.product_ids = std::make_shared<const ProductIds>(std::vector<std::string>{"p"});
  for (const unsigned threads : {1U, 2U, 5U}) {
    try {
      const InteractionMatrix matrix(parts, {.threads = threads});
      FAIL() << "not refused";
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find("account '140001' and product 'p'"),
                std::string::npos)
          << error.what();
    }
  }
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
