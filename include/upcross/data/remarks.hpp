#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <upcross/core/ids.hpp>
#include <upcross/data/dataset.hpp>

namespace upcross {

/// Ids that differ in nothing but capitals, ASCII or German umlauts, e.g. {"AB1", "ab1"}: groups of
/// at least two, by their small letters. They stay different ids, but are often one that somebody
/// typed in two ways. O(n log n).
std::vector<std::vector<std::string>> ids_of_one_spelling(const AccountIds& ids);
std::vector<std::vector<std::string>> ids_of_one_spelling(const ProductIds& ids);

/// What to do where no line has a known price, naming the headers that were not used, since one of
/// them may hold it; empty where a price is known. English, without full stop. O(N).
std::string advice_on_missing_prices(const Dataset& data);

/// What the headers of the purchases that were not used may mean: the quantity, where every line
/// counts one piece; a number, where most accounts or products are told apart by a name. One
/// sentence each, English, without full stop; none where all headers are used. O(N).
std::vector<std::string> advice_on_unused_headers(const Dataset& data);

/// How the words for returns and cancelled lines were taken, header by header; how the totals of
/// lines differ from quantity x price, and which counts; that most lines are returns. One sentence
/// each, English, without full stop. O(N).
std::vector<std::string> remarks_on_lines(const Dataset& data);

/// All three of the purchases, in this order.
std::vector<std::string> remarks_on_purchases(const Dataset& data);

/// The headers of the catalogue and of the account list that were not used, a sentence each.
std::vector<std::string> remarks_on_master_headers(const Dataset& data);

/// Products that purchases name and the catalogue does not list, in the order of their indexes.
/// O(products).
std::vector<ProductIndex> products_not_in_catalogue(const Dataset& data);

}  // namespace upcross
