#include <algorithm>
#include <numeric>
#include <vector>

#include <upcross/report/sentence.hpp>

#include "report/phrases.hpp"

namespace upcross {
namespace {

/// What a language needs.
struct Words {
  std::string_view opening;
  std::string_view last_bought;
  std::string_view mainly, beside_that, and_finally;          ///< between purchases
  std::string_view one_product, products, one_other, others;  ///< after their number
  std::string_view popular, rising, similar;                  ///< sentences of their own
  std::string_view resembles, resembles_end, resembles_any;   ///< around a product, or without it
};

constexpr Words english_words = {
    .opening = "Goes with what you already buy: ",
    .last_bought = "last on ",
    .mainly = "above all ",
    .beside_that = ", but also ",
    .and_finally = " and ",
    .one_product = " product",
    .products = " products",
    .one_other = " other product",
    .others = " other products",
    .popular = "Many customers have bought it lately.",
    .rising = "More customers buy it now than before.",
    .similar = "Customers like you buy it.",
    .resembles = "New in the range: it is like ",
    .resembles_end = ", which you buy.",
    .resembles_any = "New in the range: it is like what customers like you buy.",
};

constexpr Words german_words = {
    .opening = "Passt zu dem, was Sie bereits kaufen: ",
    .last_bought = "zuletzt am ",
    .mainly = "vor allem ",
    .beside_that = ", aber auch ",
    .and_finally = " und ",
    .one_product = " Produkt",
    .products = " Produkte",
    .one_other = " weiteres Produkt",
    .others = " weitere Produkte",
    .popular = "Viele Kunden haben es zuletzt gekauft.",
    .rising = "Es wird jetzt häufiger gekauft als früher.",
    .similar = "Kunden wie Sie kaufen es.",
    .resembles = "Neu im Sortiment: Es ähnelt ",
    .resembles_end = ", das Sie kaufen.",
    .resembles_any = "Neu im Sortiment: Es ähnelt dem, was Kunden wie Sie kaufen.",
};

const Words& words_of(Language language) {
  return language == Language::german ? german_words : english_words;
}

/// From this part of all that speaks for a product on, a purchase is named as the main cause.
constexpr double main_share = 0.5;

/// From this part on, what all customers do is said.
constexpr double market_share = 0.2;

double total(const std::vector<Reason>& arguments) {
  return std::accumulate(arguments.begin(), arguments.end(), 0.0,
                         [](double sum, const Reason& r) { return sum + r.contribution; });
}

class Speaker {
 public:
  Speaker(const Dataset& data, Language language)
      : data_(data), language_(language), words_(words_of(language)) {}

  /// What speaks for the product, strongest first. A purchase that speaks against it is no
  /// argument.
  std::string sentence(const std::vector<Reason>& arguments) const {
    std::vector<Reason> purchases;
    std::string market;
    for (const Reason& reason : arguments) {
      if (reason.type == ReasonType::similar_products) return resemblance(reason);
      const std::string_view said = about_market(reason.type);
      if (!said.empty() && reason.contribution < market_share * total(arguments)) continue;
      if (said.empty()) purchases.push_back(reason);
      if (!said.empty()) market.append(market.empty() ? "" : " ").append(said);
    }
    if (purchases.empty()) return market;
    std::vector<std::string> phrases;
    for (const Reason& reason : purchases) phrases.push_back(phrase(reason, phrases.empty()));
    std::string text =
        std::string(words_.opening) + listed(phrases, has_main_cause(purchases)) + ".";
    if (!market.empty()) text.append(" ").append(market);
    return text;
  }

 private:
  std::string phrase(const Reason& reason, bool first) const {
    switch (reason.type) {
      case ReasonType::own_purchase:
        return purchase(reason, first);
      case ReasonType::other_purchases:
        return other_purchases(reason.purchases, first);
      case ReasonType::bought_now:
      case ReasonType::others_went_on:
      case ReasonType::costs_more:
      case ReasonType::popular_lately:
      case ReasonType::trend:
      case ReasonType::similar_accounts:
      case ReasonType::similar_products:
        break;
    }
    return {};
  }

  /// The sentence about what all customers do; nothing for other reasons.
  std::string_view about_market(ReasonType type) const {
    if (type == ReasonType::popular_lately) return words_.popular;
    if (type == ReasonType::similar_accounts) return words_.similar;
    return type == ReasonType::trend ? words_.rising : std::string_view();
  }

  std::string resemblance(const Reason& reason) const {
    if (!reason.product) return std::string(words_.resembles_any);
    return std::string(words_.resembles)
        .append(quoted_name(data_, *reason.product, language_))
        .append(words_.resembles_end);
  }

  std::string purchase(const Reason& reason, bool with_day) const {
    std::string text = quoted_name(data_, *reason.product, language_);
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
    return arguments.size() > 1 && arguments.front().type == ReasonType::own_purchase &&
           arguments.front().contribution >= main_share * total(arguments);
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

}  // namespace

std::string sentence(const Recommendation& recommendation, const Dataset& data, Language language,
                     std::string_view currency) {
  if (recommendation.kind == Kind::up_sell) {
    return step_sentence(recommendation, data, language, currency);
  }
  std::vector<Reason> arguments;
  std::ranges::copy_if(recommendation.reasons, std::back_inserter(arguments),
                       [](const Reason& reason) { return reason.contribution > 0.0; });
  return Speaker(data, language).sentence(arguments);
}

}  // namespace upcross
