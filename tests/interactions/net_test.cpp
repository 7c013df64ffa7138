#include <gtest/gtest.h>

#include <upcross/interactions/net.hpp>

#include "support/lines.hpp"

namespace upcross {
namespace {

using test::dataset_of;
using test::day;
using test::Line;

struct NettingCase {
  const char* name;
  std::vector<Line> lines;        ///< of one account and product, in canonical order
  std::vector<double> remaining;  ///< per line
  std::uint64_t returned, return_lines, without_purchase;
};

void PrintTo(const NettingCase& c, std::ostream* out) { *out << c.name; }

class Netting : public testing::TestWithParam<NettingCase> {};

TEST_P(Netting, LeavesWhatWasNotTakenBack) {
  const NettingCase& c = GetParam();
  const NetPurchases net = net_of_returns(dataset_of(c.lines), day("2020-12-31"));
  EXPECT_EQ(net.quantity, c.remaining);
  EXPECT_EQ(net.left_out[LeftOutReason::returned], c.returned);
  EXPECT_EQ(net.left_out[LeftOutReason::return_line], c.return_lines);
  EXPECT_EQ(net.left_out[LeftOutReason::return_without_purchase], c.without_purchase);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, Netting,
    testing::Values(
        NettingCase{"nothing_returned", {{"a", "p", "2020-01-01", 5}}, {5}, 0, 0, 0},
        NettingCase{"all_returned",
                    {{"a", "p", "2020-01-01", 5}, {"a", "p", "2020-01-02", -5}},
                    {0, 0},
                    1,
                    1,
                    0},
        NettingCase{"part_returned",
                    {{"a", "p", "2020-01-01", 5}, {"a", "p", "2020-01-02", -2}},
                    {3, 0},
                    0,
                    1,
                    0},
        NettingCase{"the_latest_purchase_is_taken_back_first",
                    {{"a", "p", "2020-01-01", 5},
                     {"a", "p", "2020-01-02", 4},
                     {"a", "p", "2020-01-03", -6}},
                    {3, 0, 0},
                    1,
                    1,
                    0},
        NettingCase{"a_later_purchase_is_not_touched",
                    {{"a", "p", "2020-01-01", 5},
                     {"a", "p", "2020-01-02", -5},
                     {"a", "p", "2020-01-03", 7}},
                    {0, 0, 7},
                    1,
                    1,
                    0},
        NettingCase{"more_returned_than_bought",
                    {{"a", "p", "2020-01-01", 5}, {"a", "p", "2020-01-02", -9}},
                    {0, 0},
                    1,
                    1,
                    0},
        NettingCase{"returned_before_the_first_purchase",
                    {{"a", "p", "2020-01-01", -5}, {"a", "p", "2020-01-02", 5}},
                    {0, 5},
                    0,
                    0,
                    1},
        NettingCase{"bought_and_returned_on_one_day",
                    {{"a", "p", "2020-01-01", -5, 1.0, "A"}, {"a", "p", "2020-01-01", 5, 1.0, "B"}},
                    {0, 0},
                    1,
                    1,
                    0},
        NettingCase{"a_credit_note_without_a_time_follows_the_purchase_of_its_day",
                    {{"a", "p", "2020-01-01", -5}, {"a", "p", "2020-01-01 15:00:00", 5}},
                    {0, 0},
                    1,
                    1,
                    0},
        NettingCase{"fractions_leave_no_dust",
                    {{"a", "p", "2020-01-01", 0.1},
                     {"a", "p", "2020-01-02", 0.2},
                     {"a", "p", "2020-01-03", -(0.1 + 0.2)}},
                    {0, 0, 0},
                    2,
                    1,
                    0}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(NetOfReturns, KeepsPairsApart) {
  const Dataset data = dataset_of(
      {{"a", "p", "2020-01-01", 5}, {"a", "q", "2020-01-02", -5}, {"b", "p", "2020-01-02", -5}});
  const NetPurchases net = net_of_returns(data, day("2021-01-01"));
  EXPECT_EQ(net.quantity, (std::vector<double>{5, 0, 0}));
}

TEST(NetOfReturns, DoesNotLookBeyondAsOf) {
  const Dataset data = dataset_of({{"a", "p", "2020-01-01", 5},
                                   {"a", "p", "2020-02-01 00:00:00", -5},
                                   {"a", "p", "2020-02-02", 9}});
  const NetPurchases net = net_of_returns(data, day("2020-02-01"));
  EXPECT_EQ(net.quantity, (std::vector<double>{5, 0, 0}));
  EXPECT_EQ(net.left_out[LeftOutReason::not_before_as_of], 2U);
  EXPECT_EQ(net.left_out[LeftOutReason::return_line], 0U);
}

}  // namespace
}  // namespace upcross
