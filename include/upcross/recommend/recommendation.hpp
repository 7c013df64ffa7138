#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <upcross/core/date.hpp>
#include <upcross/core/ids.hpp>
#include <upcross/data/purchases.hpp>

namespace upcross {

/// What sort of recommendation.
enum class Kind : std::uint8_t {
  cross_sell,  ///< a product that the account never bought
  up_sell,     ///< a higher step of the ladder of something that it buys
};

/// The word of the files: "cross_sell".
std::string_view to_string(Kind kind);

/// The kind of that word, or nothing.
std::optional<Kind> parse_kind(std::string_view word);

enum class ReasonType : std::uint8_t {
  own_purchase,      ///< the account buys `product`
  other_purchases,   ///< its other purchases together, too small to name one by one
  bought_now,        ///< the account buys `product`, which the offer would replace
  others_went_on,    ///< of `of_accounts` that bought `product`, `accounts` later bought the offer
  costs_more,        ///< the offer costs `price_difference` a piece more than `product`
  popular_lately,    ///< many accounts have bought the offer of late
  trend,             ///< the offer is bought more than before, or less where the part is negative
  similar_accounts,  ///< accounts with the same attributes buy the offer
  similar_products,  ///< nobody has bought the offer yet; it has the attributes of what suits the
                     ///< account, of its own purchases above all of `product`
};

/// A cause of a recommendation. The contributions of all reasons add up to the score.
struct Reason {
  ReasonType type;
  double contribution;
  std::optional<ProductIndex> product = {};
  std::optional<Day> last_bought = {};  ///< last day of purchase before as_of
  std::size_t purchases = 1;  ///< purchased products that the contribution is the sum over
  std::size_t accounts = 0;
  std::size_t of_accounts = 0;
  double price_difference = unknown;  ///< in the data set's currency
};

/// One product offered to one account. `unknown` numbers are not known. Money in the data set's
/// currency, rounded to cents where it is an amount.
struct Recommendation {
  AccountIndex account;
  std::size_t rank;  ///< 1 .. over the whole list of the account
  Kind kind;
  ProductIndex product;
  std::optional<ProductIndex> from_product = {};  ///< what it would replace
  double score;                                   ///< only an order; of one kind
  double probability = unknown;                   ///< calibrated, of the kind's target event
  double probability_low = unknown;
  double probability_high = unknown;
  double quantity = unknown;    ///< pieces that the account would likely order
  double unit_price = unknown;  ///< that it would likely pay
  double order_value = unknown;
  double order_margin = unknown;
  double expected_revenue = unknown;  ///< probability * order_value
  double expected_margin = unknown;
  std::vector<Reason> reasons = {};  ///< strongest first, `other_purchases` last
  Day expires_on;                    ///< last day on which the offer holds
};

/// Recommendations for some accounts and what they have in common.
struct Recommendations {
  Day as_of;
  int horizon_days;
  std::string model_id;
  std::vector<Recommendation> rows;  ///< by account in the order asked for, then by rank
};

/// A name that the same recommendation has in every run: 16 hexadecimal digits, a hash of model,
/// account, product, kind and as_of.
std::string recommendation_id(const Recommendations& all, const Recommendation& one,
                              std::string_view account_id, std::string_view product_id);

}  // namespace upcross
