#include "report/assessment_fields.hpp"

namespace upcross {
namespace {

using A = const Assessment&;

std::size_t left_out_lines(A a) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < left_out_reasons; ++i) {
    count += a.left_out[static_cast<LeftOutReason>(i)];
  }
  return count;
}

double mixed_share(A a) {
  return a.baskets.all == 0
             ? unknown
             : static_cast<double>(a.baskets.mixed) / static_cast<double>(a.baskets.all);
}

constexpr std::string_view size = "How much there is";
constexpr std::string_view habits = "How accounts buy";
constexpr std::string_view special = "Lines to know about";
constexpr std::string_view money = "Where the money comes from";

constexpr AssessmentField fields[] = {
    {size, "purchase_lines", "Purchase lines", "usable",
     [](A a) -> FieldValue { return a.lines.all; }},
    {size, "left_out_lines", "Lines left out", "unusable, for the reasons given below",
     [](A a) -> FieldValue { return left_out_lines(a); }},
    {size, "orders", "Orders", "different order ids, those of returns included",
     [](A a) -> FieldValue { return a.lines.orders; }},
    {size, "accounts", "Accounts", "that bought something",
     [](A a) -> FieldValue { return a.pairs.accounts; }},
    {size, "products", "Products", "that somebody bought",
     [](A a) -> FieldValue { return a.pairs.products; }},
    {size, "first_day", "First day", "", [](A a) -> FieldValue { return a.lines.first_day; }},
    {size, "last_day", "Last day", "", [](A a) -> FieldValue { return a.lines.last_day; }},

    {habits, "interactions", "Pairs", "of an account and a product that it bought",
     [](A a) -> FieldValue { return a.pairs.pairs; }},
    {habits, "density", "Density", "of all possible pairs occur",
     [](A a) -> FieldValue { return Share{a.pairs.density}; }},
    {habits, "products_per_account", "Products per account",
     "different ones; half of the accounts have more, half fewer",
     [](A a) -> FieldValue { return Number{a.pairs.products_per_account}; }},
    {habits, "beyond_chance", "Buying patterns",
     "1 = products meet by chance, 10 = they belong together",
     [](A a) -> FieldValue { return Number{a.pairs.beyond_chance}; }},
    {habits, "repeat_share", "Repeat purchases",
     "of all purchases: the account had bought the product before",
     [](A a) -> FieldValue { return Share{a.pairs.repeat_share}; }},
    {habits, "mixed_orders", "Mixed orders", "of all orders but returns have two products or more",
     [](A a) -> FieldValue { return Share{mixed_share(a)}; }},

    {money, "revenue", "Revenue", "quantity x unit price, less returns, in the data's currency",
     [](A a) -> FieldValue { return Money{a.revenue.total}; }},
    {money, "top_accounts_share", "Top 10 % of accounts", "of the revenue",
     [](A a) -> FieldValue { return Share{a.revenue.accounts.top_tenth}; }},
    {money, "top_products_share", "Top 10 % of products", "of the revenue",
     [](A a) -> FieldValue { return Share{a.revenue.products.top_tenth}; }},
    {money, "accounts_gini", "Inequality of accounts",
     "Gini index: 0 = all bring the same, 1 = one brings all",
     [](A a) -> FieldValue { return Number{a.revenue.accounts.gini}; }},
    {money, "products_gini", "Inequality of products", "the same for products",
     [](A a) -> FieldValue { return Number{a.revenue.products.gini}; }},

    {special, "return_lines", "Returns", "lines with a negative quantity, taken off earlier ones",
     [](A a) -> FieldValue { return a.lines.returns; }},
    {special, "gift_lines", "Gifts", "lines with price 0: owned, but no sign of demand",
     [](A a) -> FieldValue { return a.lines.gifts; }},
    {special, "duplicate_lines", "Duplicates", "lines equal to another in every column; kept",
     [](A a) -> FieldValue { return a.lines.duplicates; }},
    {special, "lookalike_products", "Look-alike products",
     "ids that differ from another in letter case alone",
     [](A a) -> FieldValue { return a.catalogue.lookalikes; }},
};

}  // namespace

std::span<const AssessmentField> assessment_fields() { return fields; }

}  // namespace upcross
