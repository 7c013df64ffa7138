#include <algorithm>
#include <cctype>
#include <optional>
#include <span>

#include <upcross/core/parallel_for.hpp>
#include <upcross/core/statistics.hpp>
#include <upcross/data/suspected.hpp>

namespace upcross {
namespace {

constexpr std::size_t enough_lines = 20;
constexpr std::size_t enough_credits = 5;

/// A name that ends in one of them tells a service or a correction.
constexpr std::string_view telling_words[] = {
    "postage",   "porto",      "freight",    "fracht",     "carriage", "fee",          "fees",
    "surcharge", "charges",    "commission", "provision",  "voucher",  "vouchers",     "gutschein",
    "adjust",    "adjustment", "korrektur",  "gutschrift", "storno",   "cancellation", "discount",
    "rabatt",    "skonto",     "gutscheine", "versand",    "porti"};

/// The end of a German compound that tells it wherever the word stands.
constexpr std::string_view telling_endings[] = {"kosten",    "gebühr",    "gebühren", "gebuehr",
                                                "gebuehren", "pauschale", "zuschlag", "differenz"};

/// They tell it only where the name has no other words: there are carriage clocks.
constexpr std::string_view service_words[] = {
    "post",      "shipping", "delivery",      "lieferung", "handling",  "charge",     "bank",
    "discounts", "sample",   "samples",       "muster",    "manual",    "manuell",    "deposit",
    "pfand",     "refund",   "rounding",      "rundung",   "credit",    "debit",      "debt",
    "bad",       "misc",     "miscellaneous", "diverses",  "sonstiges", "test",       "dummy",
    "service",   "and",      "und",           "cost",      "costs",     "verpackung", "packing",
    "express",   "standard", "inkl",          "zzgl",      "small",     "order",      "packaging"};

/// Small letters, Ä, Ö and Ü in UTF-8 included.
char small(std::string_view text, std::size_t i) {
  const auto byte = static_cast<unsigned char>(text[i]);
  if (byte < 0x80) return static_cast<char>(std::tolower(byte));
  const bool umlaut = i > 0 && static_cast<unsigned char>(text[i - 1]) == 0xc3 &&
                      (byte == 0x84 || byte == 0x96 || byte == 0x9c);
  return static_cast<char>(umlaut ? byte + 0x20 : byte);
}

/// The words with a letter in them, small: amounts and percentages say nothing.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto byte = static_cast<unsigned char>(name[i]);
    if (byte >= 0x80 || std::isalnum(byte)) {
      words.back() += small(name, i);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  std::erase_if(words, [](const std::string& word) {
    return word == "£" || word == "€" ||
           word.find_first_not_of("0123456789") == std::string::npos || word.starts_with("£");
  });
  return words;
}

bool is_telling_end(const std::string& word) {
  return std::ranges::any_of(telling_endings, [&](auto end) { return word.ends_with(end); });
}

bool is_service_word(const std::string& word) {
  return is_telling_end(word) ||
         std::ranges::find(telling_words, word) != std::end(telling_words) ||
         std::ranges::find(service_words, word) != std::end(service_words);
}

bool names_a_service(std::string_view name) {
  const std::vector<std::string> words = words_of(name);
  if (words.empty()) return false;
  return std::ranges::find(telling_words, words.back()) != std::end(telling_words) ||
         std::ranges::any_of(words, is_telling_end) || std::ranges::all_of(words, is_service_word);
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

std::vector<LinePattern> line_patterns(const Dataset& data, std::optional<Day> as_of,
                                       const Execution& execution) {
  std::vector<LinePattern> patterns(data.product_count());
  const Purchases& lines = data.purchases();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i % 1'000'000 == 0) execution.throw_if_stopped("the search for non-goods");
    if (as_of && lines.time[i] >= *as_of) continue;
    LinePattern& pattern = patterns[position(lines.product[i])];
    if (lines.quantity[i] < 0.0) {
      ++pattern.credits;
      continue;
    }
    ++pattern.sales;
    if (lines.unit_price[i] > 0.0) pattern.prices.push_back(lines.unit_price[i]);
  }
  parallel_for(execution, patterns.size(),
               [&](std::size_t p, unsigned) { std::ranges::sort(patterns[p].prices); });
  execution.throw_if_stopped("the search for non-goods");
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

std::vector<SuspectedNonGood> find_suspected_non_goods(const Dataset& data,
                                                       std::optional<Day> as_of,
                                                       const Execution& execution) {
  const std::vector<LinePattern> patterns = line_patterns(data, as_of, execution);
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
