#include <gtest/gtest.h>

#include <upcross/report/sentence.hpp>

#include "report/catalogue.hpp"

namespace upcross {
namespace {

using std::chrono::sys_days;
using std::chrono::year;
using test::bought;
using test::offer;
using test::others;

constexpr Day day = sys_days(year(2011) / 9 / 5);
constexpr auto english = Language::english;
constexpr auto german = Language::german;

class Sentence : public testing::Test {
 protected:
  std::string say(std::vector<Reason> reasons, Language language = english) const {
    return sentence(offer(std::move(reasons)), data_, language);
  }

  Dataset data_ = test::catalogue({"OFFERED", "CAKESTAND", "MUG", "TEA TOWEL", "POCKET \"MIRROR\"",
                                   "Schüssel\r\n„blau“\t", std::string(400, 'x')});
};

TEST_F(Sentence, NothingToSayIsEmpty) {
  EXPECT_EQ(say({}), "");
  EXPECT_EQ(say({bought(1, 0.0), others(3, -0.5)}), "");
}

TEST_F(Sentence, OnePurchase) {
  const auto reasons = {bought(1, 0.3, day)};
  EXPECT_EQ(say(reasons),
            "Goes with what you already buy: “CAKESTAND” (last on 5 September 2011).");
  EXPECT_EQ(say(reasons, german),
            "Passt zu dem, was Sie bereits kaufen: „CAKESTAND“ (zuletzt am 5. September 2011).");
}

TEST_F(Sentence, PurchaseWithoutDay) {
  EXPECT_EQ(say({bought(1, 0.3)}), "Goes with what you already buy: “CAKESTAND”.");
}

TEST_F(Sentence, TwoPurchases) {
  const auto reasons = {bought(1, 0.3, day), bought(2, 0.2, day), others(1, 0.2)};
  EXPECT_EQ(say(reasons),
            "Goes with what you already buy: “CAKESTAND” (last on 5 September 2011), “MUG” and 1 "
            "other product.");
  EXPECT_EQ(say(reasons, german),
            "Passt zu dem, was Sie bereits kaufen: „CAKESTAND“ (zuletzt am 5. September 2011), "
            "„MUG“ und 1 weiteres Produkt.");
}

TEST_F(Sentence, ThreePurchases) {
  const auto reasons = {bought(1, 0.3), bought(2, 0.25), bought(3, 0.2)};
  EXPECT_EQ(say(reasons), "Goes with what you already buy: “CAKESTAND”, “MUG” and “TEA TOWEL”.");
  EXPECT_EQ(say(reasons, german),
            "Passt zu dem, was Sie bereits kaufen: „CAKESTAND“, „MUG“ und „TEA TOWEL“.");
}

TEST_F(Sentence, FourReasons) {
  const auto reasons = {bought(1, 0.3), bought(2, 0.25), bought(3, 0.2), others(1234, 0.1)};
  EXPECT_EQ(say(reasons),
            "Goes with what you already buy: “CAKESTAND”, “MUG”, “TEA TOWEL” and 1,234 other "
            "products.");
  EXPECT_EQ(say(reasons, german),
            "Passt zu dem, was Sie bereits kaufen: „CAKESTAND“, „MUG“, „TEA TOWEL“ und 1.234 "
            "weitere Produkte.");
}

TEST_F(Sentence, NamesTheMainCause) {
  const auto reasons = {bought(1, 0.6, day), bought(2, 0.1), others(12, 0.1)};
  EXPECT_EQ(say(reasons),
            "Goes with what you already buy: above all “CAKESTAND” (last on 5 September 2011), but "
            "also “MUG” and 12 other products.");
  EXPECT_EQ(say(reasons, german),
            "Passt zu dem, was Sie bereits kaufen: vor allem „CAKESTAND“ (zuletzt am 5. September "
            "2011), aber auch „MUG“ und 12 weitere Produkte.");
}

TEST_F(Sentence, OnlyUnnamedPurchases) {
  EXPECT_EQ(say({others(1, 0.1)}), "Goes with what you already buy: 1 product.");
  EXPECT_EQ(say({others(7, 0.1)}, german), "Passt zu dem, was Sie bereits kaufen: 7 Produkte.");
}

TEST_F(Sentence, PurchasesThatSpeakAgainstAreNoArguments) {
  EXPECT_EQ(say({bought(1, 0.3), bought(2, 0.25), bought(3, -0.2), others(5, -0.1)}),
            "Goes with what you already buy: above all “CAKESTAND”, but also “MUG”.");
}

TEST_F(Sentence, CustomersAlikeAreAReason) {
  const std::vector<Reason> reasons = {{.type = ReasonType::similar_accounts, .contribution = 0.7},
                                       {.type = ReasonType::popular_lately, .contribution = 0.3}};
  EXPECT_EQ(say(reasons), "Customers like you buy it. Many customers have bought it lately.");
  EXPECT_EQ(say(reasons, german),
            "Kunden wie Sie kaufen es. Viele Kunden haben es zuletzt gekauft.");
}

TEST_F(Sentence, ANewProductIsLikeAnotherOne) {
  const Reason like{.type = ReasonType::similar_products, .contribution = 0.2};
  EXPECT_EQ(say({like}), "New in the range: it is like what customers like you buy.");
  EXPECT_EQ(say({like}, german), "Neu im Sortiment: Es ähnelt dem, was Kunden wie Sie kaufen.");
  Reason own = like;
  own.product = test::product(2);
  EXPECT_EQ(say({own}), "New in the range: it is like “MUG”, which you buy.");
  EXPECT_EQ(say({own}, german), "Neu im Sortiment: Es ähnelt „MUG“, das Sie kaufen.");
}

TEST_F(Sentence, QuotesNamesAsTheyAre) {
  EXPECT_EQ(say({bought(4, 0.3)}), "Goes with what you already buy: “POCKET \"MIRROR\"”.");
  EXPECT_EQ(say({bought(5, 0.3)}, german),
            "Passt zu dem, was Sie bereits kaufen: „Schüssel „blau““.");
  EXPECT_EQ(say({bought(6, 0.3)}),
            "Goes with what you already buy: “" + std::string(400, 'x') + "”.");
}

TEST(Spoken, Numbers) {
  EXPECT_EQ(spoken_number(1234.5, 2, english), "1,234.50");
  EXPECT_EQ(spoken_number(1234.5, 2, german), "1.234,50");
  EXPECT_EQ(spoken_number(0.0, 0, english), "0");
  EXPECT_EQ(spoken_number(999.0, 0, english), "999");
  EXPECT_EQ(spoken_number(1000.0, 0, german), "1.000");
  EXPECT_EQ(spoken_number(-123456789.0, 1, english), "-123,456,789.0");
  EXPECT_EQ(spoken_number(-999.0, 0, english), "-999");
  EXPECT_EQ(spoken_number(-0.001, 2, german), "0,00");
}

TEST(Spoken, Money) {
  EXPECT_EQ(spoken_money(1234.5, "EUR", english), "EUR 1,234.50");
  EXPECT_EQ(spoken_money(1234.5, "EUR", german), "1.234,50 EUR");
}

TEST(Spoken, Days) {
  EXPECT_EQ(spoken_day(day, english), "5 September 2011");
  EXPECT_EQ(spoken_day(sys_days(year(2012) / 3 / 31), german), "31. März 2012");
  EXPECT_EQ(spoken_day(sys_days(year(2012) / 12 / 1), german), "1. Dezember 2012");
  EXPECT_EQ(spoken_day(sys_days(year(2012) / 2 / 29), english), "29 February 2012");
}

TEST(Spoken, Languages) {
  EXPECT_EQ(parse_language("en"), english);
  EXPECT_EQ(parse_language("de"), german);
  EXPECT_EQ(parse_language("fr"), std::nullopt);
  EXPECT_EQ(parse_language(""), std::nullopt);
}

}  // namespace
}  // namespace upcross
