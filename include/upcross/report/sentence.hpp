#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <upcross/data/dataset.hpp>
#include <upcross/recommend/recommendation.hpp>

namespace upcross {

enum class Language { english, german };

/// The language of "en" or "de", or nothing.
std::optional<Language> parse_language(std::string_view word);

/// A number, an amount of money and a day as people of that language write them: 1,234.50 or
/// 1.234,50; "EUR 1,234.50" or "1.234,50 EUR"; 5 September 2011 or 5. September 2011.
std::string spoken_number(double value, int decimals, Language language);
std::string spoken_money(double value, std::string_view currency, Language language);
std::string spoken_day(Day day, Language language);

/// The reasons of a recommendation as one sentence that can be said to the customer. Product names
/// are quoted as they are; where two of the same name meet, their size or id follows. `currency` is
/// that of the data.
std::string sentence(const Recommendation& recommendation, const Dataset& data, Language language,
                     std::string_view currency = "EUR");

}  // namespace upcross
