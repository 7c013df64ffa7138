#include "report/columns.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace upcross {
namespace {

template <class... Format>
Cell number_cell(double value, Format... format) {
  if (!std::isfinite(value)) return {};
  std::array<char, 400> text;  // the largest double has 309 digits before its point
  const double without_minus_zero = value + 0.0;
  const auto end = std::to_chars(text.begin(), text.end(), without_minus_zero, format...).ptr;
  return {Cell::Sort::number, std::string(text.begin(), end)};
}

/// The fewest digits that tell the value from every other float32: what a score is exact to.
Cell score_cell(double value) {
  if (!std::isfinite(value)) return {};
  std::array<char, 32> text;
  const auto end = std::to_chars(text.begin(), text.end(), static_cast<float>(value)).ptr;
  return {Cell::Sort::number, std::string(text.begin(), end)};
}

/// At least cents, but screws are priced in fractions of them.
Cell unit_price_cell(double price) {
  Cell cell = number_cell(std::round(price * 1e4) / 1e4, std::chars_format::fixed, 4);
  for (int cut = 0; cut < 2 && cell.text.ends_with('0'); ++cut) cell.text.pop_back();
  return cell;
}

Cell id_cell(const Dataset& data, ProductIndex product) {
  return text_cell((*data.product_ids())[product]);
}

using Row = const RowContext&;

constexpr OutputColumn columns[] = {
    {"recommendation_id",
     [](Row r) {
       return text_cell(recommendation_id(r.all, r.row, (*r.data.account_ids())[r.row.account],
                                          (*r.data.product_ids())[r.row.product]));
     }},
    {"account_id", [](Row r) { return text_cell((*r.data.account_ids())[r.row.account]); }},
    {"account_name", [](Row r) { return text_cell(r.data.account(r.row.account).name); }},
    {"rank", [](Row r) { return count_cell(r.row.rank); }},
    {"kind", [](Row r) { return text_cell(to_string(r.row.kind)); }},
    {"product_id", [](Row r) { return id_cell(r.data, r.row.product); }},
    {"product_name", [](Row r) { return text_cell(r.data.product(r.row.product).name); }},
    {"from_product_id",
     [](Row r) { return r.row.from_product ? id_cell(r.data, *r.row.from_product) : Cell{}; }},
    {"score", [](Row r) { return score_cell(r.row.score); }},
    {"probability", [](Row r) { return score_cell(r.row.probability); }},
    {"probability_low", [](Row r) { return score_cell(r.row.probability_low); }},
    {"probability_high", [](Row r) { return score_cell(r.row.probability_high); }},
    {"as_of", [](Row r) { return day_cell(r.all.as_of); }},
    {"horizon_days",
     [](Row r) { return count_cell(static_cast<std::size_t>(r.all.horizon_days)); }},
    {"quantity", [](Row r) { return number_cell(r.row.quantity); }},
    {"unit_price", [](Row r) { return unit_price_cell(r.row.unit_price); }},
    {"order_value", [](Row r) { return money_cell(r.row.order_value); }},
    {"order_margin", [](Row r) { return money_cell(r.row.order_margin); }},
    {"expected_revenue", [](Row r) { return money_cell(r.row.expected_revenue); }},
    {"expected_margin", [](Row r) { return money_cell(r.row.expected_margin); }},
    {"reasons", [](Row r) { return text_cell(sentence(r.row, r.data, r.language, r.currency)); }},
    {"expires_on", [](Row r) { return day_cell(r.row.expires_on); }},
    {"model_id", [](Row r) { return text_cell(r.all.model_id); }},
};

}  // namespace

Cell text_cell(std::string_view text) {
  return {text.empty() ? Cell::Sort::not_known : Cell::Sort::text, std::string(text)};
}

Cell day_cell(std::optional<Day> day) { return day ? text_cell(iso(*day)) : Cell{}; }

Cell count_cell(std::size_t count) { return {Cell::Sort::number, std::to_string(count)}; }

Cell money_cell(double amount) {
  return number_cell(std::round(amount * 100.0) / 100.0, std::chars_format::fixed, 2);
}

std::span<const OutputColumn> output_columns() { return columns; }

}  // namespace upcross
