#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>

#include <upcross/core/error.hpp>
#include <upcross/data/dataset.hpp>

#include "core/first_faulty.hpp"
#include "core/pieces.hpp"

namespace upcross {
namespace {

using std::chrono::days;
using std::chrono::floor;

void require(bool condition, const std::string& what) {
  if (!condition) throw Error(ErrorCode::invalid_argument, "data set: " + what);
}

void check_lengths(const Purchases& lines) {
  const std::size_t size = lines.size();
  const bool equal = lines.product.size() == size && lines.time.size() == size &&
                     lines.quantity.size() == size && lines.unit_price.size() == size &&
                     lines.order.size() == size &&
                     (lines.unit_cost.empty() || lines.unit_cost.size() == size);
  require(equal, "the purchase columns differ in length; expected " + std::to_string(size));
}

bool is_price(double price) { return !is_known(price) || (std::isfinite(price) && price >= 0.0); }

/// Says what is wrong with a line of which something is.
[[noreturn]] void refuse_line(const Purchases& lines, std::size_t i, bool indexes_fit) {
  const std::string text = "purchase " + std::to_string(i) + " has ";
  require(indexes_fit, text + "an index beyond the id tables");
  const double quantity = lines.quantity[i];
  require(std::isfinite(quantity) && quantity != 0.0,
          text + "the quantity " + std::to_string(quantity) + "; expected finite, not 0");
  const std::string price = std::to_string(lines.unit_price[i]);
  throw Error(ErrorCode::invalid_argument,
              "data set: " + text + "the price " + price + "; expected 0 or more, or unknown");
}

void check_lines(const Purchases& lines, std::size_t accounts, std::size_t products,
                 const Execution& execution) {
  const auto indexes_fit = [&](std::size_t i) {
    return position(lines.account[i]) < accounts && position(lines.product[i]) < products;
  };
  const std::size_t faulty = detail::first_faulty(execution, lines.size(), [&](std::size_t i) {
    const bool quantity_fits = std::isfinite(lines.quantity[i]) && lines.quantity[i] != 0.0;
    return !indexes_fit(i) || !quantity_fits || !is_price(lines.unit_price[i]);
  });
  if (faulty < lines.size()) refuse_line(lines, faulty, indexes_fit(faulty));
}

void check_order(const Purchases& lines, const Execution& execution) {
  const auto key = [&](std::size_t i) {
    return std::tuple(lines.account[i], lines.product[i], lines.time[i], lines.order[i]);
  };
  const std::size_t faulty = detail::first_faulty(
      execution, lines.size(), [&](std::size_t i) { return i > 0 && key(i) < key(i - 1); });
  require(faulty == lines.size(), "purchase " + std::to_string(faulty) +
                                      " is out of order; expected account, product, time, order");
}

/// Where the 99th percentile of so many sorted numbers lies.
double percentile_place(std::size_t size) { return 0.99 * static_cast<double>(size - 1); }

/// What `of_piece` tells of each piece of the column.
template <class OfPiece>
auto of_pieces(const Execution& execution, std::span<const Time> times, OfPiece of_piece) {
  const detail::Pieces pieces(times.size(), execution);
  std::vector<decltype(of_piece(times))> told(pieces.count());
  const auto look_at = [&](std::size_t piece, unsigned) {
    const std::size_t begin = pieces.begin(piece);
    told[piece] = of_piece(times.subspan(begin, pieces.end(piece) - begin));
  };
  parallel_for(Execution{.threads = execution.threads}, pieces.count(), look_at);
  return told;
}

/// Of a column that is not empty. O(N).
Day last_day(const Execution& execution, std::span<const Time> times) {
  const auto last_of = [](std::span<const Time> piece) { return std::ranges::max(piece); };
  return floor<days>(std::ranges::max(of_pieces(execution, times, last_of)));
}

/// Whether the 99th percentile lies at most a year before the last day for certain. O(N), without
/// the copy and the search that the percentile takes.
bool is_surely_recent(const Execution& execution, std::span<const Time> times, Day last) {
  const auto recent = [&](std::span<const Time> piece) {
    return std::ranges::count_if(piece, [&](Time time) { return time >= last - days{366}; });
  };
  const auto above = times.size() - static_cast<std::size_t>(percentile_place(times.size()));
  const auto counts = of_pieces(execution, times, recent);
  return static_cast<std::size_t>(std::reduce(counts.begin(), counts.end())) >= above;
}

/// The 99th percentile, in proportion between the two nearest days. O(N).
double percentile_99(std::vector<Day> all) {
  const double place = percentile_place(all.size());
  const auto below = all.begin() + static_cast<std::ptrdiff_t>(place);
  std::ranges::nth_element(all, below);
  const auto above = std::min_element(std::min(below + 1, all.end() - 1), all.end());
  const double share = place - std::floor(place);
  const auto days_of = [](Day day) { return static_cast<double>(day.time_since_epoch().count()); };
  return (1.0 - share) * days_of(*below) + share * days_of(*above);
}

}  // namespace

Dataset::Dataset(std::shared_ptr<const AccountIds> account_ids,
                 std::shared_ptr<const ProductIds> product_ids, Purchases purchases,
                 std::vector<Account> accounts, std::vector<Product> products, DatasetNotes notes,
                 const Execution& execution)
    : account_ids_(std::move(account_ids)),
      product_ids_(std::move(product_ids)),
      purchases_(std::move(purchases)),
      accounts_(std::move(accounts)),
      products_(std::move(products)),
      notes_(std::move(notes)) {
  require(account_ids_ != nullptr && product_ids_ != nullptr, "an id table is missing");
  require(accounts_.size() == account_count(), "not as many accounts as account ids");
  require(products_.size() == product_count(), "not as many products as product ids");
  check_lengths(purchases_);
  check_lines(purchases_, account_count(), product_count(), execution);
  check_order(purchases_, execution);
}

std::string_view Dataset::name(ProductIndex p) const noexcept {
  const std::string& name = product(p).name;
  return name.empty() ? (*product_ids_)[p] : name;
}

std::string_view Dataset::name(AccountIndex a) const noexcept {
  const std::string& name = account(a).name;
  return name.empty() ? (*account_ids_)[a] : name;
}

Day Dataset::default_as_of(const Execution& execution) const {
  if (purchases_.size() == 0) {
    std::string left;
    for (std::size_t i = 0; i < left_out_reasons; ++i) {
      const auto reason = static_cast<LeftOutReason>(i);
      if (left_out()[reason] == 0) continue;
      left += "; left out: " + std::to_string(left_out()[reason]) + " (" +
              std::string(to_string(reason)) + ")";
    }
    throw Error(ErrorCode::invalid_input,
                "there is no purchase line that counts, hence no last day" + left);
  }
  const Day last = last_day(execution, purchases_.time);
  if (is_surely_recent(execution, purchases_.time, last)) return last + days{1};
  std::vector<Day> all;
  all.reserve(purchases_.size());
  for (const Time time : purchases_.time) all.push_back(floor<days>(time));
  const double usual = percentile_99(std::move(all));
  if (static_cast<double>(last.time_since_epoch().count()) - usual > 366.0) {
    const Day day{days{static_cast<int>(usual)}};
    throw Error(ErrorCode::invalid_input, "the last purchase is dated " + iso(last) +
                                              ", but 99 % of the lines are not after " + iso(day) +
                                              "; is a date mistyped? Otherwise give as_of");
  }
  return last + days{1};
}

}  // namespace upcross
