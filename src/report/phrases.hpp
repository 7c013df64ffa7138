#pragma once

#include <string>
#include <string_view>

#include <upcross/data/dataset.hpp>
#include <upcross/recommend/recommendation.hpp>
#include <upcross/report/sentence.hpp>

namespace upcross {

/// The name of the product in the quotes of the language, on one line.
std::string quoted_name(const Dataset& data, ProductIndex product, Language language);

/// The sentence of an up_sell: what is bought now, what others in its place did, and what it costs
/// more.
std::string step_sentence(const Recommendation& recommendation, const Dataset& data,
                          Language language, std::string_view currency);

}  // namespace upcross
