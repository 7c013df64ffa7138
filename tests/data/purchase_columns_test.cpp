#include <algorithm>
#include <chrono>
#include <functional>
#include <limits>
#include <random>
#include <stop_token>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/data/dataset.hpp>

namespace upcross {
namespace {

using std::chrono::days;

/// Columns that own what they show.
struct Lines {
  std::vector<std::string_view> ids = {"A10", "", "A9", "B", "a", "\xc3\xa4", "A9"};
  std::vector<std::uint32_t> account, product, order, name;
  std::vector<Time> time;
  std::vector<double> quantity, price, cost;

  PurchaseColumns columns() const {
    return {.account = {account, ids},
            .product = {product, ids},
            .time = time,
            .quantity = quantity,
            .unit_price = price,
            .order = {order, ids},
            .unit_cost = cost,
            .account_name = {name, ids},
            .product_name = {name, ids}};
  }

  std::string_view text(std::uint32_t code) const {
    return code == TextColumn::none ? std::string_view() : ids[code];
  }

  Purchase line(std::size_t i) const {
    return {.account = text(account[i]),
            .product = text(product[i]),
            .time = time[i],
            .quantity = quantity[i],
            .unit_price = price[i],
            .order = text(order[i]),
            .unit_cost = cost[i],
            .account_name = text(name[i]),
            .product_name = text(name[i])};
  }
};

/// Lines of every sort, `size` of them; without missing values and zeros if they are `plain`.
Lines some_lines(std::uint32_t seed, std::size_t size, bool plain = false) {
  std::mt19937 random(seed);
  const auto pick = [&](std::size_t n) { return random() % n; };
  Lines lines;
  const auto code = [&] {
    const auto one = static_cast<std::uint32_t>(pick(plain ? 7 : 8));
    return one == 7 ? TextColumn::none : plain && one == 1 ? 0U : one;
  };
  for (std::size_t i = 0; i < size; ++i) {
    lines.account.push_back(code());
    lines.product.push_back(code());
    lines.order.push_back(code());
    lines.name.push_back(code());
    lines.time.push_back(Time{} + days{pick(3)});
    lines.quantity.push_back(plain ? 1.0 : static_cast<double>(pick(3)) - 1.0);
    lines.price.push_back(std::vector{unknown, 0.0, -0.0, 2.5, -1.0}[pick(plain ? 4 : 5)]);
    lines.cost.push_back(std::vector{unknown, 1.0, -0.0}[pick(3)]);
  }
  return lines;
}

template <class T>
std::string bytes_of(const std::vector<T>& column) {
  return {reinterpret_cast<const char*>(column.data()), column.size() * sizeof(T)};
}

std::vector<std::string> all_of(const Dataset& data) {
  const Purchases& lines = data.purchases();
  std::vector<std::string> all = {bytes_of(lines.account),    bytes_of(lines.product),
                                  bytes_of(lines.time),       bytes_of(lines.quantity),
                                  bytes_of(lines.unit_price), bytes_of(lines.order),
                                  bytes_of(lines.unit_cost)};
  for (std::size_t a = 0; a < data.account_count(); ++a) {
    all.emplace_back((*data.account_ids())[static_cast<AccountIndex>(a)]);
    all.emplace_back(data.name(static_cast<AccountIndex>(a)));
  }
  for (std::size_t p = 0; p < data.product_count(); ++p) {
    all.emplace_back(data.name(static_cast<ProductIndex>(p)));
  }
  for (std::size_t i = 0; i < left_out_reasons; ++i) {
    all.push_back(std::to_string(data.left_out()[static_cast<LeftOutReason>(i)]));
  }
  return all;
}

void add_one_by_one(DatasetBuilder& builder, const Lines& lines) {
  for (std::size_t i = 0; i < lines.time.size(); ++i) builder.add(lines.line(i));
}

TEST(PurchaseColumns, AreTheSameLinesAsOneByOne) {
  for (std::uint32_t seed = 0; seed < 30; ++seed) {
    const Lines lines = some_lines(seed, seed < 5 ? seed : 400, seed % 2 == 0);
    DatasetBuilder columns;
    columns.add(lines.columns());
    DatasetBuilder one_by_one;
    add_one_by_one(one_by_one, lines);
    EXPECT_EQ(all_of(columns.build()), all_of(one_by_one.build())) << "seed " << seed;
  }
}

TEST(PurchaseColumns, MixWithSingleLinesAndWithExports) {
  const Lines lines = some_lines(3, 200);
  const Lines others = some_lines(4, 200);
  DatasetBuilder mixed;
  add_one_by_one(mixed, others);
  mixed.begin_export();
  mixed.add(lines.columns());
  DatasetBuilder one_by_one;
  add_one_by_one(one_by_one, others);
  one_by_one.begin_export();
  add_one_by_one(one_by_one, lines);
  EXPECT_EQ(all_of(mixed.build()), all_of(one_by_one.build()));
}

TEST(PurchaseColumns, NeedOnlyAccountProductAndTime) {
  const Lines lines = some_lines(1, 50, true);
  const PurchaseColumns columns{.account = {lines.account, lines.ids},
                                .product = {lines.product, lines.ids},
                                .time = lines.time};
  DatasetBuilder builder;
  builder.add(columns);
  const Dataset data = builder.build();
  ASSERT_EQ(data.purchases().size(), 50U);
  EXPECT_EQ(data.purchases().quantity, std::vector<double>(50, 1.0));
  EXPECT_FALSE(is_known(data.purchases().unit_price[0]));
  EXPECT_TRUE(data.purchases().unit_cost.empty());
  EXPECT_EQ(all_of(builder.build(columns, {})), all_of(data));
}

TEST(PurchaseColumns, BuiltAtOnceAreTheSameAsAddedFirst) {
  for (std::uint32_t seed = 0; seed < 30; ++seed) {
    const Lines lines = some_lines(seed, seed < 5 ? seed : 400, seed % 2 == 0);
    DatasetBuilder first;
    first.add_product("B", {.name = "listed"});
    first.add(lines.columns());
    DatasetBuilder at_once;
    at_once.add_product("B", {.name = "listed"});
    EXPECT_EQ(all_of(at_once.build(lines.columns(), {})), all_of(first.build())) << "seed " << seed;
    EXPECT_EQ(at_once.build().product_count(), 0U);
  }
}

TEST(PurchaseColumns, BuiltAtOnceAreTheSameOnAnyNumberOfThreads) {
  for (const bool plain : {false, true}) {
    const Lines lines = some_lines(7, 300000, plain);
    DatasetBuilder first;
    add_one_by_one(first, lines);
    const std::vector<std::string> expected = all_of(first.build());
    for (const unsigned threads : {1U, 2U, 5U}) {
      EXPECT_EQ(all_of(DatasetBuilder().build(lines.columns(), {.threads = threads})), expected);
    }
  }
}

TEST(PurchaseColumns, BuiltAtOnceJoinTheLinesAddedBefore) {
  const Lines lines = some_lines(3, 200);
  const Lines others = some_lines(4, 200);
  DatasetBuilder first, at_once;
  for (DatasetBuilder* builder : {&first, &at_once}) {
    add_one_by_one(*builder, others);
    builder->begin_export();
  }
  first.add(lines.columns());
  EXPECT_EQ(all_of(at_once.build(lines.columns(), {})), all_of(first.build()));
}

TEST(PurchaseColumns, BuiltAtOnceEndWhereTheyAreAskedToStop) {
  const Lines lines = some_lines(1, 50);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(DatasetBuilder().build(lines.columns(), {.stop = stop.get_token()}), Error);
}

struct Fault {
  std::string name;
  ErrorCode code;
  std::function<void(Lines&)> make;
  std::string message;
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }

class FaultyColumns : public testing::TestWithParam<Fault> {};

TEST_P(FaultyColumns, AreRefusedAndNothingIsAdded) {
  const Fault& fault = GetParam();
  Lines lines = some_lines(2, 20, true);
  fault.make(lines);
  DatasetBuilder builder;
  const std::function<void()> ways[] = {[&] { builder.add(lines.columns()); },
                                        [&] { builder.build(lines.columns(), {}); }};
  for (const auto& handed_over : ways) {
    try {
      handed_over();
      FAIL() << "not refused";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), fault.code);
      EXPECT_NE(std::string(error.what()).find(fault.message), std::string::npos) << error.what();
    }
  }
  const Dataset data = builder.build();
  EXPECT_EQ(data.purchases().size(), 0U);
  EXPECT_EQ(data.account_count(), 0U);
}

const std::string long_id(1001, 'x');

INSTANTIATE_TEST_SUITE_P(
    PurchaseColumns, FaultyColumns,
    testing::Values(Fault{"infinite quantity", ErrorCode::invalid_input,
                          [](Lines& l) { l.quantity[7] = std::numeric_limits<double>::infinity(); },
                          "line 7: the quantity is inf; expected a finite number"},
                    Fault{"no quantity", ErrorCode::invalid_input,
                          [](Lines& l) { l.quantity[3] = unknown; }, "line 3: the quantity is nan"},
                    Fault{"infinite price", ErrorCode::invalid_input,
                          [](Lines& l) { l.price[0] = -std::numeric_limits<double>::infinity(); },
                          "line 0: the unit price is -inf"},
                    Fault{"a code beyond the texts", ErrorCode::invalid_argument,
                          [](Lines& l) { l.product[5] = 7; }, "line 5: the product has the code 7"},
                    Fault{"a short column", ErrorCode::invalid_argument,
                          [](Lines& l) { l.cost.pop_back(); },
                          "unit cost has 19 lines; expected 20"},
                    Fault{"no accounts", ErrorCode::invalid_argument,
                          [](Lines& l) { l.account.clear(); }, "account has 0 lines; expected 20"},
                    Fault{"a long id", ErrorCode::invalid_input,
                          [](Lines& l) { l.ids[0] = long_id; }, "is longer than 1,000 bytes"},
                    Fault{"bytes that are no text", ErrorCode::invalid_input,
                          [](Lines& l) { l.ids[3] = "\xff"; }, "is not valid UTF-8"}));

}  // namespace
}  // namespace upcross
