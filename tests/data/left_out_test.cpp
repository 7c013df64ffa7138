#include <set>
#include <string_view>

#include <gtest/gtest.h>

#include <upcross/data/left_out.hpp>

namespace upcross {
namespace {

TEST(LeftOut, EveryReasonHasItsOwnWords) {
  std::set<std::string_view> words;
  for (std::size_t i = 0; i < left_out_reasons; ++i) {
    words.insert(to_string(static_cast<LeftOutReason>(i)));
  }
  EXPECT_EQ(words.size(), left_out_reasons);
  EXPECT_FALSE(words.contains(""));
  EXPECT_EQ(to_string(LeftOutReason::no_account), "no account");
}

TEST(LeftOut, AddsUpReasonByReason) {
  LeftOut a;
  LeftOut b;
  a[LeftOutReason::returned] = 2;
  b[LeftOutReason::returned] = 3;
  b[LeftOutReason::zero_price] = 1;
  const LeftOut sum = a + b;
  EXPECT_EQ(sum[LeftOutReason::returned], 5U);
  EXPECT_EQ(sum[LeftOutReason::zero_price], 1U);
  EXPECT_EQ(sum[LeftOutReason::no_product], 0U);
}

}  // namespace
}  // namespace upcross
