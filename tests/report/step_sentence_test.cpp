#include <gtest/gtest.h>

#include <upcross/report/sentence.hpp>

#include "report/catalogue.hpp"

namespace upcross {
namespace {

constexpr auto english = Language::english;
constexpr auto german = Language::german;

class StepSentence : public testing::Test {
 protected:
  std::string say(const test::Step& told, Language language = english) const {
    return sentence(test::step(told), data_, language, "EUR");
  }

  Dataset data_ = test::catalogue({"LARGE MUG", "MUG", "TEA", "TEA"});
};

TEST_F(StepSentence, SaysWhatIsBoughtWhatOthersDidAndWhatItCostsMore) {
  const test::Step told = {.accounts = 38, .of_accounts = 112, .price_difference = 1.2};
  EXPECT_EQ(
      say(told),
      "You buy “MUG” now; 38 of 112 customers who bought it too went on to “LARGE MUG”, which "
      "costs EUR 1.20 more a piece.");
  EXPECT_EQ(say(told, german),
            "Sie kaufen bisher „MUG“; 38 von 112 Kunden, die das auch gekauft haben, haben "
            "danach „LARGE MUG“ gekauft; der Aufpreis beträgt 1,20 EUR pro Stück.");
}

TEST_F(StepSentence, TwoCustomersAreNoArgument) {
  EXPECT_EQ(say({.accounts = 2, .of_accounts = 1200}),
            "You buy “MUG” now; a step up is “LARGE MUG”.");
  EXPECT_EQ(say({.accounts = 3, .of_accounts = 1200}, german),
            "Sie kaufen bisher „MUG“; 3 von 1.200 Kunden, die das auch gekauft haben, haben danach "
            "„LARGE MUG“ gekauft.");
}

TEST_F(StepSentence, NobodyWentOnIsNotSaid) {
  const test::Step told = {.of_accounts = 9, .price_difference = 0.5};
  EXPECT_EQ(say(told),
            "You buy “MUG” now; a step up is “LARGE MUG”, which costs EUR 0.50 more a piece.");
  EXPECT_EQ(say(told, german),
            "Sie kaufen bisher „MUG“; eine Stufe höher ist „LARGE MUG“; der Aufpreis beträgt 0,50 "
            "EUR pro Stück.");
}

TEST_F(StepSentence, AHigherStepMayCostLessOrTheSame) {
  EXPECT_EQ(say({.price_difference = -3.0}),
            "You buy “MUG” now; a step up is “LARGE MUG”, which costs EUR 3.00 less a piece.");
  EXPECT_EQ(say({.price_difference = -3.0}, german),
            "Sie kaufen bisher „MUG“; eine Stufe höher ist „LARGE MUG“; der Preis ist niedriger um "
            "3,00 EUR pro Stück.");
  EXPECT_EQ(say({.price_difference = 0.001}),
            "You buy “MUG” now; a step up is “LARGE MUG”, at the same price.");
  EXPECT_EQ(say({.price_difference = -0.001}, german),
            "Sie kaufen bisher „MUG“; eine Stufe höher ist „LARGE MUG“; der Preis bleibt gleich.");
}

TEST_F(StepSentence, ProductsOfOneNameAreToldApart) {
  EXPECT_EQ(say({.to = 3, .from = 2}), "You buy “TEA” (p2) now; a step up is “TEA” (p3).");
  DatasetBuilder builder;
  builder.add_product("p0", {.name = "GIN", .size = 1750});
  builder.add_product("p1", {.name = "GIN", .size = 0.75});
  builder.add_account("k1", {});
  EXPECT_EQ(sentence(test::step({}), builder.build(), german, "EUR"),
            "Sie kaufen bisher „GIN“ (Größe 0,75); eine Stufe höher ist „GIN“ (Größe "
            "1.750).");
}

}  // namespace
}  // namespace upcross
