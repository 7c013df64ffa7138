#include "model/half_sweep.hpp"

#include <cstdlib>
#include <memory>

#include <gtest/gtest.h>

#include "allocations/counted.hpp"
#include "support/synthetic.hpp"

namespace upcross {
namespace {

using test::allocations;

TEST(Allocations, AreCounted) {
  const std::size_t before = allocations;
  const auto plain = std::make_unique<int>(1);
  const Buffer<float> aligned(100);
  void* block = nullptr;
  ASSERT_EQ(posix_memalign(&block, 64, 100), 0);
  std::free(block);
  EXPECT_EQ(allocations - before, 3U);
}

/// Expects that three half-sweeps allocate nothing and solve every row by conjugate gradients.
void expect_no_allocations(std::size_t of_accounts, std::size_t of_products, std::size_t factors) {
  const InteractionMatrix interactions = test::tasteful_interactions(of_accounts, of_products);
  const AlsOptions options{.factors = factors};
  const Execution execution{.threads = 1};
  detail::Side accounts =
      detail::make_side(interactions.by_account(), of_products, options, "account");
  detail::Side products =
      detail::make_side(interactions.by_product(), of_accounts, options, "product");
  for (std::size_t p = 0; p < of_products; ++p) {
    for (float& factor : products.factors.row(p)) factor = static_cast<float>(uniform(p, 1));
  }
  detail::HalfSweeps sweeps(accounts, products, options, execution);
  const std::size_t before = allocations;
  const detail::SweepReport first = sweeps.run(accounts, products, detail::Route::tolerant);
  const detail::SweepReport second = sweeps.run(products, accounts, detail::Route::tolerant);
  const detail::SweepReport last = sweeps.run(accounts, products, detail::Route::refined);
  EXPECT_EQ(allocations, before);
  EXPECT_EQ(first.direct_rows + second.direct_rows + last.direct_rows, 0U);
}

class HalfSweepAllocations : public testing::TestWithParam<std::size_t> {};

TEST_P(HalfSweepAllocations, AreNone) { expect_no_allocations(300, 60, GetParam()); }

TEST(LongRowAllocations, AreNone) {
  const InteractionMatrix interactions = test::tasteful_interactions(6'000, 8);
  const detail::Side products =
      detail::make_side(interactions.by_product(), 6'000, {.factors = 64}, "product");
  ASSERT_GT(detail::LongRows(products, 6'000).size(), 0U);
  expect_no_allocations(6'000, 8, 64);
}

INSTANTIATE_TEST_SUITE_P(Factors, HalfSweepAllocations, testing::Values(64, 256, 1024));

}  // namespace
}  // namespace upcross
