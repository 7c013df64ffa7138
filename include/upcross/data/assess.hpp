#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <upcross/core/date.hpp>
#include <upcross/data/dataset.hpp>
#include <upcross/data/left_out.hpp>
#include <upcross/data/suspected.hpp>

namespace upcross {

/// The purchase lines themselves.
struct AssessedLines {
  std::size_t all = 0;         ///< lines of the data set
  std::size_t returns = 0;     ///< with a negative quantity
  std::size_t gifts = 0;       ///< bought at price 0
  std::size_t duplicates = 0;  ///< equal in every column to another that was counted before
  std::size_t orders = 0;      ///< different order ids
  std::optional<Day> first_day = {};
  std::optional<Day> last_day = {};
  bool has_default_as_of = false;  ///< else there is no line, or a date is mistyped
};

/// What accounts and products have in common. A pair is an account and a product that it bought on
/// some line, whether or not it sent it back. A purchase is a pair's day, however many lines it
/// has.
struct AssessedPairs {
  std::size_t accounts = 0;           ///< with a pair
  std::size_t products = 0;           ///< with a pair
  std::size_t pairs = 0;              ///< the interactions to learn from
  double density = unknown;           ///< pairs / (accounts * products), 0 .. 1
  double products_per_account = 0.0;  ///< the median
  /// How far products are bought together more or less often than their popularity explains: over
  /// all pairs of the 100 most bought products, the mean squared deviation of their common buyers
  /// from what chance gives, in units of its variance. About 1 where there is no pattern (up to 2
  /// where most pairs are bought); real wholesalers have 10 and more.
  double beyond_chance = unknown;
  std::size_t purchases = 0;           ///< days of purchase, summed over the pairs
  double repeat_share = unknown;       ///< purchases that are not the first of their pair, 0 .. 1
  std::size_t regular = 0;             ///< pairs with purchases on three days or more
  std::size_t regular_and_varied = 0;  ///< of these, with more than one quantity
  /// Of the regular, silent for over twice their mean gap, up to the account's own last purchase.
  std::size_t regular_and_silent = 0;
};

/// What is bought together: the lines of an order or, without order id, of an account's day.
struct AssessedBaskets {
  std::size_t all = 0;
  std::size_t mixed = 0;  ///< with two products or more
};

/// How unevenly an amount is spread over those who have any of it.
struct Concentration {
  double top_tenth = unknown;  ///< share of the largest tenth, rounded up to a whole one; 0 .. 1
  double gini = unknown;       ///< 0 = all have the same, towards 1 = one has all
};

/// Quantity x unit price, returns subtracted, in the data set's currency; unknown without prices.
struct AssessedRevenue {
  double total = unknown;
  Concentration accounts;
  Concentration products;
};

/// What the product table tells of the products that somebody bought.
struct AssessedCatalogue {
  std::size_t categories = 0;    ///< different ones
  std::size_t families = 0;      ///< with two products or more
  std::size_t in_families = 0;   ///< products of these families
  std::size_t discontinued = 0;  ///< products not sellable after the last line
  std::size_t replaced = 0;      ///< products that name their successor
  std::size_t lookalikes = 0;    ///< ids, bought or not, that differ in letter case alone
};

/// How much of a column is filled.
struct ColumnCoverage {
  std::string_view column;   ///< as the files name it, e.g. "unit_price" or "account_name"
  std::size_t known = 0;     ///< of those counted
  std::size_t of = 0;        ///< lines handed over, products or accounts with a pair
  std::string_view counted;  ///< "lines", "products" or "accounts"
  std::string_view without;  ///< English: what suffers where it is empty, after "without it"
};

/// What the data allow.
enum class Verdict { possible, limited, not_possible };

/// The word of the files: "possible", "limited", "not possible".
std::string_view to_string(Verdict verdict);

/// What the data allow for one kind of recommendation, whether or not it is implemented.
struct KindAssessment {
  std::string_view kind;     ///< the word of the files, e.g. "cross_sell"
  std::string_view meaning;  ///< English: what is offered
  Verdict verdict;
  std::string why;     ///< an English sentence with the numbers that decided
  std::string to_add;  ///< what would make it better; empty if nothing
};

/// What a data set holds and what can be done with it, before anything is trained.
struct Assessment {
  LeftOut left_out;  ///< lines handed over that are not among `lines`
  AssessedLines lines;
  AssessedPairs pairs;
  AssessedBaskets baskets;
  AssessedRevenue revenue;
  AssessedCatalogue catalogue;
  std::vector<ColumnCoverage> columns;
  std::vector<SuspectedNonGood> suspected;
  std::vector<KindAssessment> kinds;  ///< one per kind of recommendation
};

/// Counts and judges the whole data set; nothing in it makes the call fail. O(N log N).
Assessment assess(const Dataset& data);

}  // namespace upcross
