#include <set>

#include <gtest/gtest.h>

#include <upcross/recommend/recommendation.hpp>

namespace upcross {
namespace {

TEST(Kind, WordsReadBack) {
  EXPECT_EQ(to_string(Kind::cross_sell), "cross_sell");
  EXPECT_EQ(parse_kind("cross_sell"), Kind::cross_sell);
  EXPECT_EQ(to_string(Kind::up_sell), "up_sell");
  EXPECT_EQ(parse_kind("up_sell"), Kind::up_sell);
  EXPECT_EQ(parse_kind("Cross_sell"), std::nullopt);
  EXPECT_EQ(parse_kind(""), std::nullopt);
}

TEST(RecommendationId, DiffersWithEveryPart) {
  const Recommendations all{Day{}, 90, "model", {}};
  const Recommendations other_day{Day{} + std::chrono::days(1), 90, "model", {}};
  const Recommendations other_model{Day{}, 90, "other", {}};
  const Recommendation one{.account = {},
                           .rank = 1,
                           .kind = Kind::cross_sell,
                           .product = {},
                           .score = 0.5,
                           .expires_on = {}};
  const std::string id = recommendation_id(all, one, "a", "bc");
  EXPECT_EQ(id.size(), 16U);
  EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(recommendation_id(all, one, "a", "bc"), id);
  const std::set<std::string> ids = {id,
                                     recommendation_id(all, one, "ab", "c"),
                                     recommendation_id(all, one, "b", "bc"),
                                     recommendation_id(all, one, "a", "b"),
                                     recommendation_id(other_day, one, "a", "bc"),
                                     recommendation_id(other_model, one, "a", "bc")};
  EXPECT_EQ(ids.size(), 6U);
}

TEST(RecommendationId, DoesNotChangeFromReleaseToRelease) {
  const Recommendations all{std::chrono::sys_days(std::chrono::year(2011) / 12 / 10), 90, "m", {}};
  const Recommendation one{.account = {},
                           .rank = 3,
                           .kind = Kind::cross_sell,
                           .product = {},
                           .score = 0.5,
                           .expires_on = {}};
  EXPECT_EQ(recommendation_id(all, one, "a", "p"), "a0192afc8cd53ebb");
}

}  // namespace
}  // namespace upcross
