#include <cmath>
#include <limits>
#include <map>
#include <nanobind/stl/string.h>
#include <optional>
#include <string>

#include <upcross/report/sentence.hpp>

#include "frames.hpp"
#include "offers.hpp"

namespace {

using upcross::Day;
using upcross::Recommendation;

constexpr std::uint32_t nobody = 0xffffffff;
constexpr std::int64_t no_day = std::numeric_limits<std::int64_t>::min();  ///< numpy's NaT

std::int64_t number_of(Day day) { return day.time_since_epoch().count(); }

/// Makes the columns; each member function is one of `makers`.
class Columns {
 public:
  Columns(const Offers& offers, const std::string& language, const std::string& currency)
      : rows_(offers.list.rows),
        list_(offers.list),
        data_(offers.model->data()),
        language_(upcross::parse_language(language).value_or(upcross::Language::english)),
        currency_(currency) {}

  template <class T, class Value>
  nb::object numbers(Value value) const {
    return nb::cast(numpy_of<T>(rows_.size(), [&](std::size_t i) { return value(rows_[i]); }));
  }

  nb::object number(double Recommendation::*member) const {
    return numbers<double>([&](const Recommendation& row) { return row.*member; });
  }

  nb::object unit_price() const {
    return numbers<double>(
        [](const Recommendation& row) { return std::round(row.unit_price * 1e4) / 1e4; });
  }

  nb::object account() const {
    return numbers<std::uint32_t>(
        [](const Recommendation& row) { return static_cast<std::uint32_t>(row.account); });
  }

  nb::object product() const {
    return numbers<std::uint32_t>(
        [](const Recommendation& row) { return static_cast<std::uint32_t>(row.product); });
  }

  nb::object from_product() const {
    return numbers<std::uint32_t>([](const Recommendation& row) {
      return row.from_product ? static_cast<std::uint32_t>(*row.from_product) : nobody;
    });
  }

  nb::object rank() const {
    return numbers<std::int64_t>(
        [](const Recommendation& row) { return static_cast<std::int64_t>(row.rank); });
  }

  nb::object expires_on() const {
    return numbers<std::int64_t>(
        [](const Recommendation& row) { return number_of(row.expires_on); });
  }

  template <class TextAt>
  nb::object texts(TextAt text) const {
    return list_of_texts(rows_.size(), [&](std::size_t i) { return text(rows_[i]); });
  }

  nb::object kind() const {
    return texts([](const Recommendation& row) { return upcross::to_string(row.kind); });
  }

  nb::object account_name() const {
    return texts([&](const Recommendation& row) {
      return std::string_view(data_.account(row.account).name);
    });
  }

  nb::object product_name() const {
    return texts([&](const Recommendation& row) {
      return std::string_view(data_.product(row.product).name);
    });
  }

  nb::object id() const {
    return texts([&](const Recommendation& row) {
      return upcross::recommendation_id(list_, row, (*data_.account_ids())[row.account],
                                        (*data_.product_ids())[row.product]);
    });
  }

  nb::object reasons() const {
    return texts([&](const Recommendation& row) {
      return upcross::sentence(row, data_, language_, currency_);
    });
  }

 private:
  const std::vector<Recommendation>& rows_;
  const upcross::Recommendations& list_;
  const upcross::Dataset& data_;
  upcross::Language language_;
  const std::string& currency_;
};

template <double Recommendation::*member>
nb::object number(const Columns& columns) {
  return columns.number(member);
}

using Maker = nb::object (*)(const Columns&);

const std::map<std::string, Maker, std::less<>> makers = {
    {"recommendation_id", [](const Columns& c) { return c.id(); }},
    {"account", [](const Columns& c) { return c.account(); }},
    {"account_name", [](const Columns& c) { return c.account_name(); }},
    {"rank", [](const Columns& c) { return c.rank(); }},
    {"kind", [](const Columns& c) { return c.kind(); }},
    {"product", [](const Columns& c) { return c.product(); }},
    {"product_name", [](const Columns& c) { return c.product_name(); }},
    {"from_product", [](const Columns& c) { return c.from_product(); }},
    {"score", number<&Recommendation::score>},
    {"probability", number<&Recommendation::probability>},
    {"probability_low", number<&Recommendation::probability_low>},
    {"probability_high", number<&Recommendation::probability_high>},
    {"quantity", number<&Recommendation::quantity>},
    {"unit_price", [](const Columns& c) { return c.unit_price(); }},
    {"order_value", number<&Recommendation::order_value>},
    {"order_margin", number<&Recommendation::order_margin>},
    {"expected_revenue", number<&Recommendation::expected_revenue>},
    {"expected_margin", number<&Recommendation::expected_margin>},
    {"reasons", [](const Columns& c) { return c.reasons(); }},
    {"expires_on", [](const Columns& c) { return c.expires_on(); }},
};

template <class T, class Number>
nb::object optional(const std::optional<T>& value, Number number) {
  if (!value) return nb::none();
  return nb::int_(number(*value));
}

const char* word(upcross::ReasonType type) {
  switch (type) {
    case upcross::ReasonType::own_purchase:
      return "own_purchase";
    case upcross::ReasonType::other_purchases:
      return "other_purchases";
    case upcross::ReasonType::bought_now:
      return "bought_now";
    case upcross::ReasonType::others_went_on:
      return "others_went_on";
    case upcross::ReasonType::costs_more:
      return "costs_more";
    case upcross::ReasonType::popular_lately:
      return "popular_lately";
    case upcross::ReasonType::trend:
      return "trend";
    case upcross::ReasonType::similar_accounts:
      return "similar_accounts";
    case upcross::ReasonType::similar_products:
      return "similar_products";
  }
  return "";
}

}  // namespace

nb::object column_of(const Offers& offers, const std::string& name, const std::string& language,
                     const std::string& currency) {
  const auto maker = makers.find(name);
  if (maker == makers.end()) throw nb::key_error(name.c_str());
  return maker->second(Columns(offers, language, currency));
}

nb::dict reason_columns(const Recommendation& row) {
  const std::vector<upcross::Reason>& reasons = row.reasons;
  const std::size_t size = reasons.size();
  nb::dict result;
  result["type"] =
      list_of_texts(size, [&](std::size_t i) { return std::string_view(word(reasons[i].type)); });
  result["product"] = numpy_of<std::uint32_t>(size, [&](std::size_t i) {
    return reasons[i].product ? static_cast<std::uint32_t>(*reasons[i].product) : nobody;
  });
  result["contribution"] =
      numpy_of<double>(size, [&](std::size_t i) { return reasons[i].contribution; });
  result["last_bought"] = numpy_of<std::int64_t>(size, [&](std::size_t i) {
    return reasons[i].last_bought ? number_of(*reasons[i].last_bought) : no_day;
  });
  return result;
}

nb::list reasons_of(const Offers& offers, std::size_t row) {
  nb::list result;
  for (const upcross::Reason& reason : offers.list.rows.at(row).reasons) {
    nb::dict one;
    one["type"] = word(reason.type);
    one["product"] = optional(reason.product, upcross::position<upcross::ProductIndex>);
    one["contribution"] = reason.contribution;
    one["last_bought"] = optional(reason.last_bought, number_of);
    one["purchases"] = reason.purchases;
    one["accounts"] = reason.accounts;
    one["of_accounts"] = reason.of_accounts;
    one["price_difference"] = reason.price_difference;
    result.append(one);
  }
  return result;
}
