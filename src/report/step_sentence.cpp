#include <algorithm>
#include <cmath>

#include "report/phrases.hpp"

namespace upcross {
namespace {

/// Fewer customers are no argument, and may be guessed.
constexpr std::size_t telling = 3;

/// Says an up_sell in one language.
class StepSpeaker {
 public:
  StepSpeaker(const Recommendation& row, const Dataset& data, Language language,
              std::string_view currency)
      : row_(row), data_(data), language_(language), currency_(currency) {}

  std::string sentence() const {
    const bool german = language_ == Language::german;
    return (german ? "Sie kaufen bisher " : "You buy ") + from() + (german ? "; " : " now; ") +
           others() + price() + ".";
  }

 private:
  const Reason* reason(ReasonType type) const {
    const auto found = std::ranges::find(row_.reasons, type, &Reason::type);
    return found == row_.reasons.end() ? nullptr : &*found;
  }

  std::string number(std::size_t count) const {
    return spoken_number(static_cast<double>(count), 0, language_);
  }

  std::string others() const {
    const bool german = language_ == Language::german;
    const Reason* went_on = reason(ReasonType::others_went_on);
    if (went_on == nullptr || went_on->accounts < telling) {
      return (german ? "eine Stufe höher ist " : "a step up is ") + offer();
    }
    const std::string count = number(went_on->accounts);
    const std::string all = number(went_on->of_accounts);
    if (german) {
      return count + " von " + all + " Kunden, die das auch gekauft haben, haben danach " +
             offer() + " gekauft";
    }
    return count + " of " + all + " customers who bought it too went on to " + offer();
  }

  std::string price() const {
    const Reason* costs = reason(ReasonType::costs_more);
    if (costs == nullptr || !is_known(costs->price_difference)) return {};
    const double cents = std::round(costs->price_difference * 100.0);
    const std::string money = spoken_money(std::abs(cents) / 100.0, currency_, language_);
    if (language_ == Language::german) {
      if (cents == 0.0) return "; der Preis bleibt gleich";
      return (cents > 0.0 ? "; der Aufpreis beträgt " : "; der Preis ist niedriger um ") + money +
             " pro Stück";
    }
    if (cents == 0.0) return ", at the same price";
    return ", which costs " + money + (cents > 0.0 ? " more" : " less") + " a piece";
  }

  std::string from() const { return told_apart(*row_.from_product, row_.product); }
  std::string offer() const { return told_apart(row_.product, *row_.from_product); }

  /// The name, and where the other product has the same name, the size or else the id.
  std::string told_apart(ProductIndex product, ProductIndex other) const {
    const std::string name = quoted_name(data_, product, language_);
    if (data_.name(product) != data_.name(other)) return name;
    const double size = data_.product(product).size;
    const double other_size = data_.product(other).size;
    if (is_known(size) && is_known(other_size) && size != other_size) {
      return name + (language_ == Language::german ? " (Größe " : " (size ") +
             spoken_number(size, size == std::round(size) ? 0 : 2, language_) + ")";
    }
    return name + " (" + std::string((*data_.product_ids())[product]) + ")";
  }

  const Recommendation& row_;
  const Dataset& data_;
  Language language_;
  std::string_view currency_;
};

}  // namespace

std::string step_sentence(const Recommendation& recommendation, const Dataset& data,
                          Language language, std::string_view currency) {
  if (!recommendation.from_product) return {};
  return StepSpeaker(recommendation, data, language, currency).sentence();
}

}  // namespace upcross
