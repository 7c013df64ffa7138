#include "recommend/kinship.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/lines.hpp"

namespace upcross {
namespace {

/// A hundred accounts with cup and saucer, of which fifty have the pot, ten of them only since May;
/// and a vase that is on no ladder.
struct Shop {
  Dataset data = test::dataset_of(lines(), catalogue());
  Ladders ladders = build_ladders(data);
  NetPurchases net = net_of_returns(data, test::day("2020-07-01"));
  History history{data, net};
  Kinship kinship{history, ladders, test::day("2020-05-01")};

  static DatasetBuilder catalogue() {
    DatasetBuilder builder;
    for (const char* id : {"cup", "pot", "saucer"}) {
      builder.add_product(id, {.family = "tea", .tier = 1});
    }
    return builder;
  }

  static std::vector<test::Line> lines() {
    std::vector<test::Line> result;
    for (int a = 0; a < 100; ++a) {
      const std::string account = "a" + std::to_string(a);
      result.push_back({account, "cup", "2020-01-10"});
      result.push_back({account, "saucer", "2020-01-10"});
      if (a < 50) result.push_back({account, "pot", a < 40 ? "2020-01-10" : "2020-05-10"});
      result.push_back({account, "vase", "2020-01-10"});
    }
    return result;
  }

  double affinity(const char* to, const std::vector<const char*>& from) const {
    std::vector<Bought> bought;
    for (const char* id : from) {
      bought.push_back({test::product_of(data, id), test::day("2020-01-10"), {}});
    }
    return kinship.affinity(kinship.places(bought), test::product_of(data, to));
  }
};

TEST(Kinship, EqualsRegressionsOfEachProductOnTheOthers) {
  // Column "pot": (X'X + 300) of cup and saucer is {400, 100; 100, 400}, their pairs with pot 40.
  EXPECT_NEAR(Shop().affinity("pot", {"cup"}), 40.0 / 500.0, 1e-6);
  EXPECT_NEAR(Shop().affinity("pot", {"cup", "saucer"}), 80.0 / 500.0, 1e-6);
  // Column "cup": of pot and saucer it is {340, 40; 40, 400}, the pairs 40 and 100.
  EXPECT_NEAR(Shop().affinity("cup", {"pot"}), (40.0 * 400 - 100.0 * 40) / (340 * 400 - 1600),
              1e-6);
}

TEST(Kinship, IsNothingToItselfAndOffTheLadders) {
  EXPECT_EQ(Shop().affinity("cup", {"cup"}), 0.0);
  EXPECT_EQ(Shop().affinity("cup", {"vase"}), 0.0);
  EXPECT_EQ(Shop().affinity("vase", {"cup"}), 0.0);
  EXPECT_EQ(Shop().affinity("pot", {}), 0.0);
}

}  // namespace
}  // namespace upcross
