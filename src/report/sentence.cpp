#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <vector>

#include <upcross/core/grouped.hpp>
#include <upcross/report/sentence.hpp>

namespace upcross {
namespace {

/// What a language needs.
struct Words {
  std::string_view opening;
  std::string_view open_quote, close_quote;
  std::string_view last_bought;
  std::string_view mainly, beside_that, and_finally;          ///< between purchases
  std::string_view one_product, products, one_other, others;  ///< after their number
  std::string_view day_end;                                   ///< after the day of the month
  std::array<std::string_view, 12> months;
  char decimal_sign, group_sign;
};

constexpr Words english_words = {
    .opening = "Goes with what you already buy: ",
    .open_quote = "“",
    .close_quote = "”",
    .last_bought = "last on ",
    .mainly = "above all ",
    .beside_that = ", but also ",
    .and_finally = " and ",
    .one_product = " product",
    .products = " products",
    .one_other = " other product",
    .others = " other products",
    .day_end = " ",
    .months = {"January", "February", "March", "April", "May", "June", "July", "August",
               "September", "October", "November", "December"},
    .decimal_sign = '.',
    .group_sign = ',',
};

constexpr Words german_words = {
    .opening = "Passt zu dem, was Sie bereits kaufen: ",
    .open_quote = "„",
    .close_quote = "“",
    .last_bought = "zuletzt am ",
    .mainly = "vor allem ",
    .beside_that = ", aber auch ",
    .and_finally = " und ",
    .one_product = " Produkt",
    .products = " Produkte",
    .one_other = " weiteres Produkt",
    .others = " weitere Produkte",
    .day_end = ". ",
    .months = {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
               "Oktober", "November", "Dezember"},
    .decimal_sign = ',',
    .group_sign = '.',
};

const Words& words_of(Language language) {
  return language == Language::german ? german_words : english_words;
}

/// From this part of all that speaks for a product on, a purchase is named as the main cause.
constexpr double main_share = 0.5;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

/// A name on one line: a run of control characters becomes a space, outer blanks go.
std::string on_one_line(std::string_view name) {
  std::string line;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (!is_control(name[i])) {
      line += name[i];
    } else if (i == 0 || !is_control(name[i - 1])) {
      line += ' ';
    }
  }
  const std::size_t first = std::min(line.find_first_not_of(' '), line.size());
  return line.substr(first, line.find_last_not_of(' ') + 1 - first);
}

class Speaker {
 public:
  Speaker(const Dataset& data, Language language)
      : data_(data), language_(language), words_(words_of(language)) {}

  /// What speaks for the product, strongest first. A purchase that speaks against it is no
  /// argument.
  std::string sentence(const std::vector<Reason>& arguments) const {
    if (arguments.empty()) return {};
    std::vector<std::string> phrases;
    for (const Reason& reason : arguments) {
      const bool first = phrases.empty();
      phrases.push_back(phrase(reason, first));
    }
    return std::string(words_.opening) + listed(phrases, has_main_cause(arguments)) + ".";
  }

 private:
  std::string phrase(const Reason& reason, bool first) const {
    switch (reason.type) {
      case ReasonType::own_purchase:
        return purchase(reason, first);
      case ReasonType::other_purchases:
        return other_purchases(reason.purchases, first);
    }
    return {};
  }

  std::string purchase(const Reason& reason, bool with_day) const {
    std::string text(words_.open_quote);
    text += on_one_line(data_.name(*reason.product));
    text += words_.close_quote;
    if (with_day && reason.last_bought) {
      text +=
          " (" + std::string(words_.last_bought) + spoken_day(*reason.last_bought, language_) + ")";
    }
    return text;
  }

  std::string other_purchases(std::size_t count, bool alone) const {
    const std::string_view one = alone ? words_.one_product : words_.one_other;
    const std::string_view many = alone ? words_.products : words_.others;
    return spoken_number(static_cast<double>(count), 0, language_).append(count == 1 ? one : many);
  }

  static bool has_main_cause(const std::vector<Reason>& arguments) {
    const double total =
        std::accumulate(arguments.begin(), arguments.end(), 0.0,
                        [](double sum, const Reason& r) { return sum + r.contribution; });
    return arguments.size() > 1 && arguments.front().type == ReasonType::own_purchase &&
           arguments.front().contribution >= main_share * total;
  }

  std::string listed(const std::vector<std::string>& phrases, bool main_cause) const {
    std::string text = main_cause ? std::string(words_.mainly) : std::string();
    for (std::size_t i = 0; i < phrases.size(); ++i) {
      if (i == 1 && main_cause) {
        text += words_.beside_that;
      } else if (i > 0) {
        text += i + 1 == phrases.size() ? words_.and_finally : ", ";
      }
      text += phrases[i];
    }
    return text;
  }

  const Dataset& data_;
  Language language_;
  const Words& words_;
};

std::string fixed_digits(double value, int decimals) {
  std::array<char, 400> text;  // the largest double has 309 digits before its decimal sign
  const auto end = std::to_chars(text.begin(), text.end(), value, std::chars_format::fixed,
                                 std::clamp(decimals, 0, 20));
  return {text.begin(), end.ptr};
}

}  // namespace

std::optional<Language> parse_language(std::string_view word) {
  if (word == "en") return Language::english;
  if (word == "de") return Language::german;
  return std::nullopt;
}

std::string spoken_number(double value, int decimals, Language language) {
  const Words& words = words_of(language);
  std::string text = fixed_digits(value, decimals);
  const std::size_t point = std::min(text.find('.'), text.size());
  if (point < text.size()) text[point] = words.decimal_sign;
  const bool is_zero = text.find_first_of("123456789") == std::string::npos;
  if (is_zero && text.starts_with('-')) text.erase(0, 1);
  return grouped(std::move(text), words.group_sign);
}

std::string spoken_money(double value, std::string_view currency, Language language) {
  const std::string number = spoken_number(value, 2, language);
  const std::string unit(currency);
  return language == Language::german ? number + " " + unit : unit + " " + number;
}

std::string spoken_day(Day day, Language language) {
  const std::chrono::year_month_day date(day);
  const Words& words = words_of(language);
  return std::to_string(static_cast<unsigned>(date.day()))
      .append(words.day_end)
      .append(words.months[static_cast<unsigned>(date.month()) - 1])
      .append(" ")
      .append(std::to_string(static_cast<int>(date.year())));
}

std::string sentence(const Recommendation& recommendation, const Dataset& data, Language language) {
  std::vector<Reason> arguments;
  std::ranges::copy_if(recommendation.reasons, std::back_inserter(arguments),
                       [](const Reason& reason) { return reason.contribution > 0.0; });
  return Speaker(data, language).sentence(arguments);
}

}  // namespace upcross
