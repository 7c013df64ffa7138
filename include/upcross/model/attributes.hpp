#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <upcross/data/dataset.hpp>
#include <upcross/interactions/sparse_rows.hpp>

namespace upcross {

/// Neighbouring features that come from one column, or the numbers together.
struct AttributeGroup {
  std::string name;   ///< of the column, e.g. "brand"; "number", "word"
  std::size_t begin;  ///< of its features
  std::size_t end;
};

/// What is told about the accounts or the products beside their purchases, as numbers.
struct AttributeTable {
  SparseRows rows;                     ///< A or P rows of features; a value of 0 is left out
  std::vector<std::string> features;   ///< e.g. "brand=Acme", "number=list_price"
  std::vector<AttributeGroup> groups;  ///< that the features fall into, none of them empty
};

struct AttributeOptions {
  std::size_t least_rows = 2;    ///< a value that fewer rows have tells nothing, >= 1
  std::size_t most_values = 64;  ///< of one column, the most frequent ones; >= 1
  std::size_t most_words = 128;  ///< of the names, the most frequent ones
};

/// Category, subcategory, family and brand of each product and the words of its name, each value a
/// feature that is 1; list price, size and pack as logarithms, and tier, each less its mean and
/// over its deviation, 0 where it is not known. Columns that tell nothing have no group. Words are
/// runs of letters and digits, of at least two bytes and not of digits alone, in small letters
/// (ASCII). Features stand in the order of the columns named, within one by the bytes of the value.
/// O(text). Throws invalid_argument for options outside their range.
AttributeTable product_attributes(const Dataset& data, const AttributeOptions& options = {});

/// The same of each account's parent, segment, industry, region and size and the words of its name.
AttributeTable account_attributes(const Dataset& data, const AttributeOptions& options = {});

}  // namespace upcross
