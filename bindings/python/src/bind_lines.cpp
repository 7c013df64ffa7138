#include <cstddef>
#include <cstdint>
#include <memory>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <upcross/data/dataset.hpp>
#include <upcross/data/line_kind.hpp>

#include "frames.hpp"

using upcross::LineKind;

namespace {

using Numbers = std::optional<Column<double>>;
using Kinds = std::optional<Column<std::uint8_t>>;

/// What texts under a header say that lines are, as numbers of `LineKind`.
NumpyColumn<std::uint8_t> line_kinds(const std::string& column, const std::string& header,
                                     const std::vector<std::string>& texts) {
  return numpy_of<std::uint8_t>(texts.size(), [&](std::size_t i) {
    return static_cast<std::uint8_t>(upcross::line_kind(column, header, texts[i]));
  });
}

NumpyColumn<bool> hold_for_orders(const std::string& column, const std::string& header,
                                  const std::vector<std::string>& texts) {
  return numpy_of<bool>(texts.size(), [&](std::size_t i) {
    return upcross::holds_for_order(column, header, texts[i]);
  });
}

NumpyColumn<bool> say_blocked(const std::vector<std::string>& texts) {
  return numpy_of<bool>(texts.size(),
                        [&](std::size_t i) { return upcross::says_blocked(texts[i]); });
}

NumpyColumn<bool> are_sums(const std::vector<std::string>& products) {
  return numpy_of<bool>(products.size(),
                        [&](std::size_t i) { return upcross::is_word_for_sum(products[i]); });
}

using Settled = std::tuple<NumpyColumn<double>, NumpyColumn<double>, NumpyColumn<std::uint8_t>>;

/// Quantities and prices of lines, and which are cancelled. Tells the builder how totals compare.
Settled settled_lines(upcross::DatasetBuilder& builder, std::size_t lines, const Numbers& quantity,
                      const Numbers& unit_price, const Numbers& line_total, const Kinds& kinds) {
  auto quantities = std::make_unique_for_overwrite<double[]>(lines);
  auto prices = std::make_unique_for_overwrite<double[]>(lines);
  auto cancelled = std::make_unique_for_overwrite<std::uint8_t[]>(lines);
  upcross::LineTotals totals;
  for (std::size_t i = 0; i < lines; ++i) {
    upcross::LineAmounts told;
    if (quantity) told.quantity = quantity->data()[i];
    if (unit_price) told.unit_price = unit_price->data()[i];
    if (line_total) told.line_total = line_total->data()[i];
    const LineKind kind = kinds ? LineKind(kinds->data()[i]) : LineKind::purchase;
    const upcross::SettledLine line = upcross::settled(told, kind);
    quantities[i] = line.quantity;
    prices[i] = line.unit_price;
    cancelled[i] = line.is_cancelled ? 1 : 0;
    totals.add(line.total);
  }
  builder.add_line_totals(totals);
  return {to_numpy(std::move(quantities), lines), to_numpy(std::move(prices), lines),
          to_numpy(std::move(cancelled), lines)};
}

}  // namespace

void bind_lines(nb::module_& module) {
  module.def("line_kinds", line_kinds, nb::arg("column"), nb::arg("header"), nb::arg("texts"),
             "What texts of document_type, order_status or cancelled say that a line is.");
  module.def("hold_for_orders", hold_for_orders, nb::arg("column"), nb::arg("header"),
             nb::arg("texts"), "Which of them hold for the further lines of the order.");
  module.def("say_blocked", say_blocked, nb::arg("texts"), "Which texts say that a product is.");
  module.def("are_sums", are_sums, nb::arg("products"), "Which ids are words for a sum of lines.");
  module.def("settled_lines", settled_lines, nb::arg("builder"), nb::arg("lines"),
             nb::arg("quantity").none(), nb::arg("unit_price").none(), nb::arg("line_total").none(),
             nb::arg("kinds").none(),
             "Quantities, negative for returns, prices, and which lines are cancelled.");
}
