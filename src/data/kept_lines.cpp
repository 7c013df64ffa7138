#include "data/kept_lines.hpp"

#include <atomic>
#include <cmath>
#include <optional>
#include <string>

#include <upcross/core/error.hpp>
#include <upcross/data/line_kind.hpp>

#include "core/parallel_blocks.hpp"
#include "core/pieces.hpp"
#include "data/text.hpp"

namespace upcross::detail {
namespace {

void check_size(const char* what, std::size_t size, std::size_t expected) {
  if (size == expected) return;
  throw Error(ErrorCode::invalid_argument, "purchase columns: " + std::string(what) + " has " +
                                               std::to_string(size) + " lines; expected " +
                                               std::to_string(expected));
}

/// What works on all lines and can not be stopped: half a check would find nothing.
Execution unstoppable(const Execution& execution) { return {.threads = execution.threads}; }

/// The same as of the standard library on threads and without an early end, which is the fastest
/// where it holds.
template <class T, class Predicate>
bool all_of(const Execution& execution, std::span<const T> values, Predicate holds) {
  std::atomic<bool> all = true;
  parallel_blocks(unstoppable(execution), values.size(), [&](std::size_t begin, std::size_t end) {
    bool all_of_block = true;
    for (const T& value : values.subspan(begin, end - begin)) all_of_block &= holds(value);
    if (!all_of_block) all = false;
  });
  return all;
}

void check_codes(const char* what, const TextColumn& column, std::size_t size, bool required,
                 const Execution& execution) {
  if (required || !column.codes.empty()) check_size(what, column.codes.size(), size);
  const std::size_t texts = column.texts.size();
  if (all_of(execution, column.codes, [=](std::uint32_t code) { return code + 1 <= texts; })) {
    return;
  }
  for (std::size_t line = 0; line < column.codes.size(); ++line) {
    const std::uint32_t code = column.codes[line];
    if (code == TextColumn::none || code < column.texts.size()) continue;
    throw Error(ErrorCode::invalid_argument, "line " + std::to_string(line) + ": the " + what +
                                                 " has the code " + std::to_string(code) +
                                                 "; expected one below " +
                                                 std::to_string(column.texts.size()));
  }
}

void check_ids(const char* what, const TextColumn& column) {
  for (const std::string_view id : column.texts) {
    const std::string_view fault = id_fault(id);
    if (fault.empty()) continue;
    throw Error(ErrorCode::invalid_input,
                "the " + std::string(what) + " id " + in_quotes(id) + " " + std::string(fault));
  }
}

void check_numbers(const char* what, std::span<const double> column, std::size_t size,
                   bool may_be_unknown, const Execution& execution) {
  if (!column.empty()) check_size(what, column.size(), size);
  if (all_of(execution, column, [](double value) { return value - value == 0.0; })) return;
  for (std::size_t line = 0; line < column.size(); ++line) {
    if (std::isfinite(column[line]) || (may_be_unknown && !is_known(column[line]))) continue;
    throw Error(ErrorCode::invalid_input, "line " + std::to_string(line) + ": the " + what +
                                              " is " + std::to_string(column[line]) +
                                              "; expected a finite number");
  }
}

/// For each text whether a line tells it; one more for lines that tell none.
std::vector<bool> told(const TextColumn& column) {
  std::vector<bool> result;
  result.reserve(column.texts.size() + 1);
  for (const std::string_view text : column.texts) result.push_back(!text.empty());
  result.push_back(false);
  return result;
}

/// For each text whether it is a word for a sum; one more for lines that tell none.
std::vector<bool> are_sums(const TextColumn& column) {
  std::vector<bool> result;
  result.reserve(column.texts.size() + 1);
  for (const std::string_view text : column.texts) result.push_back(is_word_for_sum(text));
  result.push_back(false);
  return result;
}

}  // namespace

void validate(const PurchaseColumns& columns, const Execution& execution) {
  if (columns.size() > 0xffffffff) {
    throw Error(ErrorCode::invalid_input, "there are more than 4,294,967,295 purchase lines");
  }
  check_codes("account", columns.account, columns.size(), true, execution);
  check_codes("product", columns.product, columns.size(), true, execution);
  check_codes("order", columns.order, columns.size(), false, execution);
  check_codes("account name", columns.account_name, columns.size(), false, execution);
  check_codes("product name", columns.product_name, columns.size(), false, execution);
  check_ids("account", columns.account);
  check_ids("product", columns.product);
  check_ids("order", columns.order);
  check_numbers("quantity", columns.quantity, columns.size(), false, execution);
  check_numbers("unit price", columns.unit_price, columns.size(), true, execution);
  check_numbers("unit cost", columns.unit_cost, columns.size(), true, execution);
  if (!columns.is_cancelled.empty()) {
    check_size("is_cancelled", columns.is_cancelled.size(), columns.size());
  }
}

bool KeptLines::keeps_all(const PurchaseColumns& columns, const Execution& execution) {
  const auto tells = [&](const TextColumn& column) {
    const bool has_empty =
        std::ranges::any_of(column.texts, [](std::string_view text) { return text.empty(); });
    return !has_empty && all_of(execution, column.codes,
                                [](std::uint32_t code) { return code != TextColumn::none; });
  };
  return tells(columns.account) && tells(columns.product) &&
         std::ranges::none_of(columns.product.texts, is_word_for_sum) &&
         all_of(execution, columns.is_cancelled, [](std::uint8_t is) { return is == 0; }) &&
         all_of(execution, columns.quantity, [](double quantity) { return quantity != 0.0; }) &&
         all_of(execution, columns.unit_price, [](double price) { return !(price < 0.0); });
}

KeptLines::KeptLines(const PurchaseColumns& columns, const Execution& execution)
    : size_(columns.size()) {
  if (keeps_all(columns, execution)) return;
  all_ = false;
  const std::vector<bool> has_account = told(columns.account);
  const std::vector<bool> has_product = told(columns.product);
  const std::vector<bool> is_sum = are_sums(columns.product);
  const auto fault = [&](std::size_t line) -> std::optional<LeftOutReason> {
    if (!has_account[place(columns.account, line)]) return LeftOutReason::no_account;
    if (!has_product[place(columns.product, line)]) return LeftOutReason::no_product;
    if (is_sum[place(columns.product, line)]) return LeftOutReason::sum_of_lines;
    if (!columns.is_cancelled.empty() && columns.is_cancelled[line] != 0) {
      return LeftOutReason::cancelled;
    }
    const bool has_quantity = columns.quantity.empty() || columns.quantity[line] != 0.0;
    if (!has_quantity) return LeftOutReason::zero_quantity;
    const bool has_price = columns.unit_price.empty() || !(columns.unit_price[line] < 0.0);
    return has_price ? std::nullopt : std::optional(LeftOutReason::negative_price);
  };
  for (std::size_t line = 0; line < size_; ++line) {
    if (const std::optional<LeftOutReason> reason = fault(line)) {
      ++left_out_[*reason];
    } else {
      lines_.push_back(static_cast<std::uint32_t>(line));
    }
  }
}

bool KeptLines::any_known(std::span<const double> column) const {
  if (column.empty()) return false;
  bool known = false;
  for_each([&](std::size_t line) { known = known || is_known(column[line]); });
  return known;
}

/// For each code, and for no text behind them, whether a kept line has it.
std::vector<char> KeptLines::named(const TextColumn& column, const Execution& execution) const {
  const Pieces pieces(count(), execution);
  // Of bits, setting one would wait for the last.
  std::vector<std::vector<char>> by_piece(pieces.count(),
                                          std::vector<char>(column.texts.size() + 1));
  parallel_for(unstoppable(execution), pieces.count(), [&](std::size_t piece, unsigned) {
    // As locals: a char that is set could be a part of anything else.
    char* const own = by_piece[piece].data();
    const TextColumn codes = column;
    if (codes.codes.empty()) {
      own[codes.texts.size()] = count() > 0;
      return;
    }
    for_each(pieces.begin(piece), pieces.end(piece),
             [own, codes](std::size_t line) { own[place(codes, line)] = true; });
  });
  for (const std::vector<char>& one : by_piece) {
    std::ranges::transform(by_piece[0], one, by_piece[0].begin(), std::bit_or<char>());
  }
  return std::move(by_piece[0]);
}

std::vector<std::uint32_t> KeptLines::numbers_of(const TextColumn& column, Interner& ids,
                                                 const Execution& execution) const {
  const std::vector<char> is_named = named(column, execution);
  std::vector<std::uint32_t> numbers(is_named.size());
  for (std::size_t code = 0; code < is_named.size(); ++code) {
    if (!is_named[code]) continue;
    numbers[code] = ids.intern(code < column.texts.size() ? column.texts[code] : "");
  }
  return numbers;
}

}  // namespace upcross::detail
