#include "data/canonical_order.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <tuple>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/core/random.hpp>

namespace upcross {
namespace {

using detail::ExportedLines;

constexpr double largest = std::numeric_limits<double>::max();

/// A line whose members compare as those of the canonical order; unknown is the largest number.
using Row = std::tuple<AccountIndex, ProductIndex, Time, OrderIndex, double, double, double>;

Row row_of(const Purchases& lines, std::size_t i) {
  const auto known = [](double value) {
    return is_known(value) ? value : std::numeric_limits<double>::infinity();
  };
  return {lines.account[i],
          lines.product[i],
          lines.time[i],
          lines.order.empty() ? OrderIndex{} : lines.order[i],
          lines.quantity[i],
          known(lines.unit_price[i]),
          lines.unit_cost.empty() ? largest : known(lines.unit_cost[i])};
}

std::vector<Row> rows_of(const Purchases& lines) {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < lines.size(); ++i) rows.push_back(row_of(lines, i));
  return rows;
}

struct Scene {
  const char* name;
  std::size_t size;
  std::size_t accounts, products, times;
  bool has_orders = true;
  bool has_costs = true;
};

void PrintTo(const Scene& scene, std::ostream* out) { *out << scene.name; }

/// Lines that mostly share account, product and time, with the most extreme values among them.
ExportedLines lines_of(const Scene& scene) {
  using std::chrono::seconds;
  const Time extremes[] = {Time{seconds::min()}, Time{seconds::max()}, Time{}, Time{seconds{-1}}};
  const double pieces[] = {-largest, -1.0, 1.0, largest, 0.5, -1e-300};
  const double amounts[] = {0.0, unknown, 1.0, largest, 1e-300};
  ExportedLines all;
  Purchases& lines = all.columns;
  for (std::size_t i = 0; i < scene.size; ++i) {
    const auto pick = [&](std::uint64_t key, std::size_t count) {
      return static_cast<std::size_t>(uniform(key, i) * static_cast<double>(count));
    };
    lines.account.push_back(static_cast<AccountIndex>(pick(1, scene.accounts)));
    lines.product.push_back(static_cast<ProductIndex>(pick(2, scene.products)));
    const std::size_t time = pick(3, scene.times);
    lines.time.push_back(time < 4 ? extremes[time] : Time{seconds{86400 * time}});
    if (scene.has_orders) lines.order.push_back(static_cast<OrderIndex>(pick(4, 3)));
    lines.quantity.push_back(pieces[pick(5, 6)]);
    lines.unit_price.push_back(amounts[pick(6, 5)]);
    if (scene.has_costs) lines.unit_cost.push_back(amounts[pick(7, 5)]);
    all.exports.push_back(static_cast<std::uint32_t>(pick(8, 3)));
  }
  return all;
}

class CanonicalOrder : public testing::TestWithParam<Scene> {};

TEST_P(CanonicalOrder, IsThatOfASortByAllColumnsWithAnyThreads) {
  const Scene& scene = GetParam();
  const ExportedLines lines = lines_of(scene);
  std::vector<Row> expected = rows_of(lines.columns);
  std::ranges::stable_sort(expected);
  for (const unsigned threads : {1U, 2U, 5U}) {
    const ExportedLines sorted =
        in_canonical_order(lines, scene.accounts, scene.products, {.threads = threads});
    EXPECT_EQ(rows_of(sorted.columns), expected);
    EXPECT_EQ(sorted.columns.order.empty(), !scene.has_orders || scene.size == 0);
  }
}

TEST_P(CanonicalOrder, KeepsOfEqualLinesAsManyAsTheExportWithMostOfThem) {
  const Scene& scene = GetParam();
  const ExportedLines lines = lines_of(scene);
  std::map<Row, std::array<std::size_t, 3>> counts;
  for (std::size_t i = 0; i < scene.size; ++i) {
    ++counts[row_of(lines.columns, i)][lines.exports[i]];
  }
  std::vector<Row> expected;
  for (const auto& [row, by_export] : counts) {
    expected.insert(expected.end(), std::ranges::max(by_export), row);
  }
  const ExportedLines sorted = in_canonical_order(lines, scene.accounts, scene.products, {});
  EXPECT_EQ(rows_of(without_repeats(sorted).columns), expected);
}

INSTANTIATE_TEST_SUITE_P(
    Scenes, CanonicalOrder,
    testing::Values(Scene{"none", 0, 3, 3, 3}, Scene{"one", 1, 3, 3, 3},
                    Scene{"few_pairs", 3000, 2, 3, 5}, Scene{"one_pair", 1000, 1, 1, 8},
                    Scene{"equal_times", 1000, 4, 4, 1}, Scene{"many_pairs", 3000, 50, 2000, 900},
                    Scene{"no_costs", 2000, 3, 9, 5, true, false},
                    Scene{"no_orders", 2000, 9, 3, 5, false, true},
                    Scene{"neither_on_threads", 200000, 500, 9, 5, false, false},
                    Scene{"pairs_of_several_blocks", 200000, 1, 2, 5, false, false}));

TEST(CanonicalOrderOf, EndsWhereItIsAskedToStop) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(in_canonical_order(lines_of({"", 100, 3, 3, 3}), 3, 3, {.stop = stop.get_token()}),
               Error);
}

}  // namespace
}  // namespace upcross
