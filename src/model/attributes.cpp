#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include <upcross/core/error.hpp>
#include <upcross/model/attributes.hpp>

namespace upcross {
namespace {

bool is_letter_or_digit(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The different words of a name, rising.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < name.size();) {
    std::string word;
    for (; i < name.size() && is_letter_or_digit(name[i]); ++i) {
      word += name[i] >= 'A' && name[i] <= 'Z' ? static_cast<char>(name[i] - 'A' + 'a') : name[i];
    }
    const bool is_number = word.find_first_not_of("0123456789") == std::string::npos;
    if (word.size() >= 2 && !is_number) words.push_back(std::move(word));
    ++i;
  }
  std::ranges::sort(words);
  words.erase(std::ranges::unique(words).begin(), words.end());
  return words;
}

std::vector<std::string> value_of(const std::string& text) {
  return text.empty() ? std::vector<std::string>() : std::vector{text};
}

std::optional<double> known(double value) {
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<double> logarithm(double value) {
  return std::isfinite(value) && value > 0.0 ? std::optional(std::log(value)) : std::nullopt;
}

/// Adds column after column.
class TableBuilder {
 public:
  TableBuilder(std::size_t rows, const AttributeOptions& options) : options_(options), rows_(rows) {
    if (options.least_rows >= 1 && options.most_values >= 1) return;
    throw Error(ErrorCode::invalid_argument,
                "AttributeOptions: least_rows is " + std::to_string(options.least_rows) +
                    ", most_values " + std::to_string(options.most_values) + ", expected >= 1");
  }

  /// `values_of(row)` gives the different texts of a row.
  template <class ValuesOf>
  void add_values(const std::string& name, std::size_t most, ValuesOf values_of) {
    std::map<std::string, std::size_t> rows_with;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      for (std::string& value : values_of(i)) ++rows_with[std::move(value)];
    }
    const auto places = chosen(name, rows_with, most);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      for (const std::string& value : values_of(i)) {
        const auto found = places.find(value);
        if (found != places.end()) rows_[i].emplace_back(found->second, 1.0F);
      }
    }
  }

  /// `value_of(row)` gives a number or nothing.
  template <class ValueOf>
  void add_number(const std::string& name, ValueOf value_of) {
    double count = 0.0, sum = 0.0, squares = 0.0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const std::optional<double> value = value_of(i);
      count += value ? 1.0 : 0.0;
      sum += value.value_or(0.0);
    }
    const double mean = sum / std::max(count, 1.0);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      squares += std::pow(value_of(i).value_or(mean) - mean, 2);
    }
    const double deviation = std::sqrt(squares / std::max(count, 1.0));
    if (!(deviation > 1e-9 * std::max(std::abs(mean), 1.0))) return;
    const std::uint32_t place = add_feature("number", name);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const double value = (value_of(i).value_or(mean) - mean) / deviation;
      if (value != 0.0) rows_[i].emplace_back(place, static_cast<float>(value));
    }
  }

  AttributeTable build() && {
    for (auto& row : rows_) {
      std::ranges::sort(row);
      for (const auto& [feature, value] : row) {
        table_.rows.indexes.push_back(feature);
        table_.rows.values.push_back(value);
      }
      table_.rows.starts.push_back(table_.rows.indexes.size());
    }
    return std::move(table_);
  }

 private:
  /// The features of the most frequent values. What all rows have tells no more than the constant.
  std::map<std::string, std::uint32_t> chosen(const std::string& group,
                                              const std::map<std::string, std::size_t>& rows_with,
                                              std::size_t most) {
    std::vector<std::pair<std::string, std::size_t>> frequent;
    for (const auto& one : rows_with) {
      if (one.second >= options_.least_rows && one.second < rows_.size()) frequent.push_back(one);
    }
    std::ranges::stable_sort(frequent, std::ranges::greater(),
                             &std::pair<std::string, std::size_t>::second);
    frequent.resize(std::min(frequent.size(), most));
    std::ranges::sort(frequent);
    std::map<std::string, std::uint32_t> places;
    for (const auto& [value, count] : frequent) places[value] = add_feature(group, value);
    return places;
  }

  std::uint32_t add_feature(const std::string& group, const std::string& value) {
    const std::size_t place = table_.features.size();
    table_.features.push_back(group + "=" + value);
    if (table_.groups.empty() || table_.groups.back().name != group) {
      table_.groups.push_back({group, place, place});
    }
    table_.groups.back().end = place + 1;
    return static_cast<std::uint32_t>(place);
  }

  const AttributeOptions& options_;
  std::vector<std::vector<std::pair<std::uint32_t, float>>> rows_;
  AttributeTable table_;
};

}  // namespace

AttributeTable product_attributes(const Dataset& data, const AttributeOptions& options) {
  TableBuilder table(data.product_count(), options);
  const auto product = [&](std::size_t i) -> const Product& {
    return data.product(static_cast<ProductIndex>(i));
  };
  const auto add = [&](const char* name, std::string Product::*column) {
    table.add_values(name, options.most_values,
                     [&](std::size_t i) { return value_of(product(i).*column); });
  };
  add("category", &Product::category);
  add("subcategory", &Product::subcategory);
  add("family", &Product::family);
  add("brand", &Product::brand);
  table.add_number("list_price", [&](std::size_t i) { return logarithm(product(i).list_price); });
  table.add_number("size", [&](std::size_t i) { return logarithm(product(i).size); });
  table.add_number("pack", [&](std::size_t i) { return logarithm(product(i).pack); });
  table.add_number("tier", [&](std::size_t i) { return known(product(i).tier); });
  table.add_values("word", options.most_words,
                   [&](std::size_t i) { return words_of(product(i).name); });
  return std::move(table).build();
}

AttributeTable account_attributes(const Dataset& data, const AttributeOptions& options) {
  TableBuilder table(data.account_count(), options);
  const auto account = [&](std::size_t i) -> const Account& {
    return data.account(static_cast<AccountIndex>(i));
  };
  const auto add = [&](const char* name, std::string Account::*column) {
    table.add_values(name, options.most_values,
                     [&](std::size_t i) { return value_of(account(i).*column); });
  };
  add("parent", &Account::parent_id);
  add("segment", &Account::segment);
  add("industry", &Account::industry);
  add("region", &Account::region);
  add("size", &Account::size);
  table.add_values("word", options.most_words,
                   [&](std::size_t i) { return words_of(account(i).name); });
  return std::move(table).build();
}

}  // namespace upcross
