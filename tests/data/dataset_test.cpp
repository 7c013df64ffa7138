#include <chrono>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/data/dataset.hpp>

namespace upcross {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

constexpr Day first = std::chrono::sys_days{2020y / 1 / 1};
constexpr double infinite = std::numeric_limits<double>::infinity();

Dataset dataset_of(const std::vector<Purchase>& lines) {
  DatasetBuilder builder;
  for (const Purchase& line : lines) builder.add(line);
  return builder.build();
}

ErrorCode code_of(const auto& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorCode::numerical;
}

std::vector<Purchase> lines_on(const std::vector<int>& offsets) {
  std::vector<Purchase> lines;
  for (const int offset : offsets) {
    lines.push_back({.account = "a", .product = "p", .time = first + days{offset} + 5h});
  }
  return lines;
}

TEST(DefaultAsOf, IsTheDayAfterTheLastLine) {
  EXPECT_EQ(dataset_of(lines_on({0})).default_as_of(), first + days{1});
  EXPECT_EQ(dataset_of(lines_on({40, 0, 7})).default_as_of(), first + days{41});
  EXPECT_EQ(dataset_of(lines_on({0, 3000})).default_as_of(), first + days{3001});
}

TEST(DefaultAsOf, RefusesALastDayFarFromTheOthers) {
  std::vector<int> offsets(500);
  for (int i = 0; i < 500; ++i) offsets[static_cast<std::size_t>(i)] = i % 100;
  offsets.push_back(99 + 366);
  EXPECT_EQ(dataset_of(lines_on(offsets)).default_as_of(), first + days{466});
  offsets.back() = 99 + 367;
  const Dataset data = dataset_of(lines_on(offsets));
  EXPECT_EQ(code_of([&] { data.default_as_of(); }), ErrorCode::invalid_input);
}

TEST(DefaultAsOf, FindsAMistypedYearAmongFewLines) {
  const Dataset data = dataset_of(lines_on({0, 1, 2, 29000}));
  EXPECT_EQ(code_of([&] { data.default_as_of(); }), ErrorCode::invalid_input);
}

TEST(DefaultAsOf, RefusesDataWithoutALine) {
  const Dataset data = DatasetBuilder().build();
  EXPECT_EQ(code_of([&] { data.default_as_of(); }), ErrorCode::invalid_input);
}

/// A data set of two lines after a change to its purchases.
void construct(void (*change)(Purchases&), std::size_t accounts = 1) {
  Purchases lines = dataset_of(lines_on({0, 1})).purchases();
  change(lines);
  Dataset(std::make_shared<const AccountIds>(std::vector<std::string>{"a"}),
          std::make_shared<const ProductIds>(std::vector<std::string>{"p"}), std::move(lines),
          std::vector<Account>(accounts), std::vector<Product>(1), {});
}

TEST(Dataset, NamesTheFirstFaultyLineWithAnyThreads) {
  constexpr std::size_t size = 300000;
  const auto message_of = [&](unsigned threads, void (*change)(Purchases&)) -> std::string {
    Purchases lines = dataset_of(lines_on(std::vector<int>(size, 0))).purchases();
    change(lines);
    try {
      Dataset(std::make_shared<const AccountIds>(std::vector<std::string>{"a"}),
              std::make_shared<const ProductIds>(std::vector<std::string>{"p"}), std::move(lines),
              std::vector<Account>(1), std::vector<Product>(1), {}, {.threads = threads});
    } catch (const Error& error) {
      return error.what();
    }
    return "nothing was thrown";
  };
  const auto spoil_quantities = [](Purchases& l) { l.quantity[90001] = l.quantity[250000] = 0.0; };
  const auto spoil_times = [](Purchases& l) { l.time[65536] = l.time[250000] = first - days{1}; };
  for (const unsigned threads : {1U, 2U, 5U}) {
    EXPECT_NE(message_of(threads, spoil_quantities).find("purchase 90001 has"), std::string::npos);
    EXPECT_NE(message_of(threads, spoil_times).find("purchase 65536 is out"), std::string::npos);
  }
}

TEST(Dataset, RefusesPartsThatDoNotFitTogether) {
  EXPECT_NO_THROW(construct([](Purchases&) {}));
  EXPECT_EQ(code_of([] { construct([](Purchases&) {}, 2); }), ErrorCode::invalid_argument);
  for (const auto change : std::vector<void (*)(Purchases&)>{
           [](Purchases& lines) { lines.time.pop_back(); },
           [](Purchases& lines) { lines.unit_cost = {1.0}; },
           [](Purchases& lines) { lines.account[1] = AccountIndex{1}; },
           [](Purchases& lines) { lines.product[0] = ProductIndex{9}; },
           [](Purchases& lines) { lines.quantity[0] = 0.0; },
           [](Purchases& lines) { lines.quantity[0] = infinite; },
           [](Purchases& lines) { lines.unit_price[1] = -1.0; },
           [](Purchases& lines) { std::swap(lines.time[0], lines.time[1]); }}) {
    EXPECT_EQ(code_of([&] { construct(change); }), ErrorCode::invalid_argument);
  }
  EXPECT_EQ(code_of([] { Dataset(nullptr, nullptr, {}, {}, {}, {}); }),
            ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace upcross
