#include "bind_data.hpp"

#include <algorithm>
#include <filesystem>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <upcross/upcross.hpp>

#include "frames.hpp"
#include "master_rows.hpp"
#include "watch.hpp"

using upcross::Dataset;
using upcross::DatasetBuilder;
using upcross::Time;

namespace {

using Choices = std::vector<std::pair<std::string, std::string>>;
using SharedDataset = std::shared_ptr<const Dataset>;

std::span<const upcross::ColumnSpec> specs(const std::string& table) {
  if (table == "purchases") return upcross::purchase_columns();
  return table == "products" ? upcross::product_columns() : upcross::account_columns();
}

std::vector<upcross::ColumnChoice> choices_of(const Choices& pairs) {
  std::vector<upcross::ColumnChoice> choices;
  for (const auto& [column, header] : pairs) choices.push_back({column, header});
  return choices;
}

/// The headers of a table's columns, by the names of the columns.
/// Those that are `optional` may be missing though the table needs them in files.
nb::dict bind_columns(const std::string& table, const std::vector<std::string>& headers,
                      const Choices& choices, const std::vector<std::string>& optional) {
  const auto advice = [](std::string_view column) {
    return "columns={\"" + std::string(column) + "\": \"HEADER\"}";
  };
  const auto all = specs(table);
  std::vector<upcross::ColumnSpec> columns(all.begin(), all.end());
  for (upcross::ColumnSpec& column : columns) {
    if (std::ranges::find(optional, column.name) != optional.end()) column.required = false;
  }
  const auto found = upcross::bind_columns(headers, columns, choices_of(choices), advice);
  nb::dict result;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i]) result[to_python(columns[i].name)] = headers[*found[i]];
  }
  return result;
}

std::vector<std::string> column_names(const std::string& table) {
  std::vector<std::string> names;
  for (const upcross::ColumnSpec& column : specs(table)) names.emplace_back(column.name);
  return names;
}

/// A column of texts as Python hands it over: codes and their texts, or nothing.
using CodedTexts = std::optional<std::pair<Column<std::uint32_t>, const Texts*>>;
using Numbers = std::optional<Column<double>>;
using Marks = std::optional<Column<std::uint8_t>>;

template <class T>
std::span<const T> span_of(const Column<T>& column) {
  return {column.data(), column.size()};
}

template <class T>
std::span<const T> span_of(const std::optional<Column<T>>& column) {
  return column ? span_of(*column) : std::span<const T>();
}

/// Time is a number of seconds, so the column can be looked at as such.
std::span<const Time> times_of(const Column<std::int64_t>& column) {
  static_assert(sizeof(Time) == sizeof(std::int64_t) && std::is_trivially_copyable_v<Time>);
  return {reinterpret_cast<const Time*>(column.data()), column.size()};
}

/// The text columns of some lines with the views that they need.
struct TextColumns {
  std::vector<std::vector<std::string_view>> views;

  upcross::TextColumn of(const CodedTexts& column) {
    if (!column) return {};
    views.push_back(column->second->views());
    return {span_of(column->first), views.back()};
  }
};

SharedDataset build(DatasetBuilder& builder, const CodedTexts& account, const CodedTexts& product,
                    const Column<std::int64_t>& time, const Numbers& quantity,
                    const Numbers& unit_price, const CodedTexts& order, const Numbers& unit_cost,
                    const CodedTexts& account_name, const CodedTexts& product_name,
                    const Marks& is_cancelled, unsigned threads) {
  TextColumns texts;
  const upcross::PurchaseColumns columns{.account = texts.of(account),
                                         .product = texts.of(product),
                                         .time = times_of(time),
                                         .quantity = span_of(quantity),
                                         .unit_price = span_of(unit_price),
                                         .order = texts.of(order),
                                         .unit_cost = span_of(unit_cost),
                                         .account_name = texts.of(account_name),
                                         .product_name = texts.of(product_name),
                                         .is_cancelled = span_of(is_cancelled)};
  return watched(threads, nb::none(), [&](const upcross::Execution& execution) {
    return std::make_shared<const Dataset>(builder.build(columns, execution));
  });
}

void add_products(DatasetBuilder& builder, const std::vector<std::string>& ids,
                  const nb::dict& columns) {
  auto rows = rows_of<upcross::Product>(columns, ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) builder.add_product(ids[i], std::move(rows[i]));
}

void add_accounts(DatasetBuilder& builder, const std::vector<std::string>& ids,
                  const nb::dict& columns) {
  auto rows = rows_of<upcross::Account>(columns, ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) builder.add_account(ids[i], std::move(rows[i]));
}

SharedDataset read_files(const std::vector<std::string>& purchases,
                         const std::optional<std::string>& products,
                         const std::optional<std::string>& accounts, const Choices& choices,
                         const nb::object& progress, unsigned threads) {
  upcross::Source source;
  source.purchases.assign(purchases.begin(), purchases.end());
  if (products) source.products = *products;
  if (accounts) source.accounts = *accounts;
  source.columns = choices_of(choices);
  return watched(threads, progress, [&](const upcross::Execution& execution) {
    return std::make_shared<const Dataset>(upcross::read_dataset(source, execution));
  });
}

/// The page for people and all of it as JSON.
std::pair<std::string, std::string> assess(const SharedDataset& data) {
  const nb::gil_scoped_release unlocked;
  const upcross::Assessment assessment = upcross::assess(*data);
  std::ostringstream json;
  upcross::write_assessment_json(json, assessment, *data);
  return {upcross::assessment_text(assessment, *data), json.str()};
}

/// The products of any line, each once.
std::vector<std::uint32_t> bought_products(const Dataset& data) {
  std::vector<std::uint32_t> products;
  for (const upcross::ProductIndex product : data.purchases().product) {
    products.push_back(static_cast<std::uint32_t>(product));
  }
  std::ranges::sort(products);
  products.erase(std::unique(products.begin(), products.end()), products.end());
  return products;
}

template <class Index>
nb::list id_list(const upcross::IdTable<Index>& ids) {
  nb::list result;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    result.append(to_python(ids[static_cast<Index>(i)]));
  }
  return result;
}

}  // namespace

nb::dict left_out_lines(const upcross::LeftOut& left_out) {
  nb::dict result;
  for (std::size_t i = 0; i < upcross::left_out_reasons; ++i) {
    const auto reason = static_cast<upcross::LeftOutReason>(i);
    if (left_out[reason] > 0) result[to_python(upcross::to_string(reason))] = left_out[reason];
  }
  return result;
}

void bind_data(nb::module_& module) {
  module.attr("__version__") = to_python(upcross::version);
  module.def("bind_columns", bind_columns, nb::arg("table"), nb::arg("headers"), nb::arg("choices"),
             nb::arg("optional"), "The header of each column that a table has, by its name.");
  module.def("column_names", column_names, nb::arg("table"), "The columns that a table may have.");
  module.def(
      "normalized_header",
      [](const std::string& header) { return upcross::normalized_header(header); },
      nb::arg("header"), "The form in which headers are compared.");
  module.def("read_dataset", read_files, nb::arg("purchases"), nb::arg("products").none(),
             nb::arg("accounts").none(), nb::arg("choices"), nb::arg("progress").none(),
             nb::arg("threads"), "Reads CSV files.");
  module.def("assess", assess, nb::arg("data"), "An assessment as a page and as JSON.");

  nb::class_<Dataset>(module, "Dataset", "Purchases, catalogue and accounts.")
      .def_prop_ro("account_ids", [](const Dataset& d) { return id_list(*d.account_ids()); })
      .def_prop_ro("product_ids", [](const Dataset& d) { return id_list(*d.product_ids()); })
      .def_prop_ro("line_count", [](const Dataset& d) { return d.purchases().size(); })
      .def_prop_ro("currency", &Dataset::currency)
      .def_prop_ro("bought_products", bought_products)
      .def("__getstate__", dataset_state)
      .def("__setstate__", restore_dataset);

  nb::class_<DatasetBuilder>(module, "DatasetBuilder", "Puts master data and lines together.")
      .def(nb::init<>())
      .def("add_products", add_products, nb::arg("ids"), nb::arg("columns"))
      .def("add_accounts", add_accounts, nb::arg("ids"), nb::arg("columns"))
      .def("set_currency", &DatasetBuilder::set_currency, nb::arg("currency"))
      .def(
          "add_line_word",
          [](DatasetBuilder& builder, std::string header, std::string text, std::uint8_t kind,
             std::uint64_t lines) {
            builder.add_line_word(
                {std::move(header), std::move(text), static_cast<upcross::LineKind>(kind), lines});
          },
          nb::arg("header"), nb::arg("text"), nb::arg("kind"), nb::arg("lines"))
      .def("build", build, nb::arg("account"), nb::arg("product"), nb::arg("time"),
           nb::arg("quantity").none(), nb::arg("unit_price").none(), nb::arg("order").none(),
           nb::arg("unit_cost").none(), nb::arg("account_name").none(),
           nb::arg("product_name").none(), nb::arg("is_cancelled").none(), nb::arg("threads"),
           "The data set with these lines.");
}
