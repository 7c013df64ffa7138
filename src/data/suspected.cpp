#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <span>

#include <upcross/core/statistics.hpp>
#include <upcross/data/suspected.hpp>

namespace upcross {
namespace {

constexpr std::size_t enough_lines = 20;
constexpr std::size_t enough_credits = 5;

/// One of them anywhere in a name tells a service or a correction.
constexpr std::array<std::string_view, 30> telling_words = {"postage",
                                                            "porto",
                                                            "versandkosten",
                                                            "versandpauschale",
                                                            "freight",
                                                            "fracht",
                                                            "frachtkosten",
                                                            "surcharge",
                                                            "zuschlag",
                                                            "mindermengenzuschlag",
                                                            "gebühr",
                                                            "gebühren",
                                                            "gebuehr",
                                                            "bearbeitungsgebühr",
                                                            "commission",
                                                            "provision",
                                                            "voucher",
                                                            "vouchers",
                                                            "gutschein",
                                                            "gutscheine",
                                                            "adjustment",
                                                            "adjust",
                                                            "korrektur",
                                                            "korrekturbuchung",
                                                            "gutschrift",
                                                            "rundungsdifferenz",
                                                            "verpackungspauschale",
                                                            "stornogebühr",
                                                            "cancellation",
                                                            "storno"};

/// They tell it only where the name has no other words: there are carriage clocks.
constexpr std::array<std::string_view, 40> service_words = {
    "post",    "carriage",      "shipping", "delivery",  "versand", "lieferung", "handling",
    "fee",     "fees",          "charge",   "charges",   "bank",    "discount",  "discounts",
    "rabatt",  "skonto",        "sample",   "samples",   "muster",  "manual",    "manuell",
    "deposit", "pfand",         "refund",   "rounding",  "rundung", "credit",    "debit",
    "misc",    "miscellaneous", "diverses", "sonstiges", "test",    "dummy",     "service",
    "and",     "und",           "costs",    "cost",      "kosten"};

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalnum(byte)) {
      words.back() += static_cast<char>(byte >= 0x80 ? byte : std::tolower(byte));
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

template <std::size_t n>
bool contains(const std::array<std::string_view, n>& list, const std::string& word) {
  return std::ranges::find(list, word) != list.end();
}

bool names_a_service(std::string_view name) {
  const std::vector<std::string> words = words_of(name);
  if (std::ranges::any_of(words, [](const auto& w) { return contains(telling_words, w); })) {
    return true;
  }
  return !words.empty() &&
         std::ranges::all_of(words, [](const auto& w) { return contains(service_words, w); });
}

/// What the lines of one product look like.
struct LinePattern {
  std::size_t credits = 0;     ///< lines with negative quantity
  std::size_t sales = 0;       ///< lines with positive quantity
  std::vector<double> prices;  ///< positive prices of sales, rising

  bool has_enough() const { return prices.size() >= enough_lines; }
  std::size_t different_prices() const {
    std::size_t count = prices.empty() ? 0 : 1;
    for (std::size_t i = 1; i < prices.size(); ++i) count += prices[i] != prices[i - 1];
    return count;
  }
  /// Different prices per line.
  double variety() const {
    return static_cast<double>(different_prices()) / static_cast<double>(prices.size());
  }
};

std::vector<LinePattern> line_patterns(const Dataset& data) {
  std::vector<LinePattern> patterns(data.product_count());
  const Purchases& lines = data.purchases();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    LinePattern& pattern = patterns[position(lines.product[i])];
    if (lines.quantity[i] < 0.0) {
      ++pattern.credits;
      continue;
    }
    ++pattern.sales;
    if (lines.unit_price[i] > 0.0) pattern.prices.push_back(lines.unit_price[i]);
  }
  for (LinePattern& pattern : patterns) std::ranges::sort(pattern.prices);
  return patterns;
}

/// The median variety of the products with enough lines; NaN if there are none.
double usual_variety(std::span<const LinePattern> patterns) {
  std::vector<double> varieties;
  for (const LinePattern& pattern : patterns) {
    if (pattern.has_enough()) varieties.push_back(pattern.variety());
  }
  return median(std::move(varieties));
}

std::string of(std::size_t part, std::size_t whole, const char* what) {
  return std::to_string(part) + " " + what + " on " + std::to_string(whole) + " lines";
}

std::optional<std::string> evidence(std::string_view name, const LinePattern& lines, double usual) {
  if (names_a_service(name)) return "named '" + std::string(name) + "'";
  const std::size_t all = lines.credits + lines.sales;
  if (lines.credits >= enough_credits && 4 * lines.credits >= 3 * all) {
    return of(lines.credits, all, "credits");
  }
  if (!lines.has_enough()) return std::nullopt;
  if (3.0 * lines.variety() >= 1.0 && lines.variety() >= 5.0 * usual) {
    return of(lines.different_prices(), lines.prices.size(), "different prices");
  }
  return std::nullopt;
}

}  // namespace

std::vector<SuspectedNonGood> find_suspected_non_goods(const Dataset& data) {
  const std::vector<LinePattern> patterns = line_patterns(data);
  const double usual = usual_variety(patterns);
  std::vector<SuspectedNonGood> result;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const auto product = static_cast<ProductIndex>(i);
    if (auto found = evidence(data.name(product), patterns[i], usual)) {
      result.push_back({product, *std::move(found)});
    }
  }
  return result;
}

}  // namespace upcross
