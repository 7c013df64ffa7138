#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>
#include <string>
#include <vector>

#include <upcross/data/dataset.hpp>

#include "bind_data.hpp"
#include "frames.hpp"
#include "master_rows.hpp"
#include "stored_tables.hpp"

using upcross::Dataset;

namespace {

template <class Index>
nb::list list_of(const upcross::IdTable<Index>& ids) {
  nb::list result;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::string_view id = ids[static_cast<Index>(i)];
    result.append(nb::str(id.data(), id.size()));
  }
  return result;
}

template <class Index>
std::shared_ptr<const upcross::IdTable<Index>> restored_ids(const nb::dict& state,
                                                            const char* name) {
  return std::make_shared<const upcross::IdTable<Index>>(
      nb::cast<std::vector<std::string>>(state[name]));
}

upcross::Purchases restored_lines(const nb::dict& state) {
  upcross::Purchases lines;
  lines.account = restored<upcross::AccountIndex, std::uint32_t>(state, "account");
  lines.product = restored<upcross::ProductIndex, std::uint32_t>(state, "product");
  lines.time = restored<upcross::Time, std::int64_t>(state, "time");
  lines.quantity = restored<double, double>(state, "quantity");
  lines.unit_price = restored<double, double>(state, "unit_price");
  lines.order = restored<upcross::OrderIndex, std::uint32_t>(state, "order");
  lines.unit_cost = restored<double, double>(state, "unit_cost");
  return lines;
}

upcross::DatasetNotes restored_notes(const nb::dict& state) {
  upcross::DatasetNotes notes;
  notes.currency = nb::cast<std::string>(state["currency"]);
  const auto lines = nb::cast<std::vector<std::uint64_t>>(state["left_out"]);
  for (std::size_t i = 0; i < std::min(lines.size(), upcross::left_out_reasons); ++i) {
    notes.left_out[static_cast<upcross::LeftOutReason>(i)] = lines[i];
  }
  return notes;
}

}  // namespace

nb::dict dataset_state(const Dataset& data) {
  const upcross::Purchases& lines = data.purchases();
  nb::dict state;
  state["account_ids"] = list_of(*data.account_ids());
  state["product_ids"] = list_of(*data.product_ids());
  state["account"] = stored<std::uint32_t>(lines.account);
  state["product"] = stored<std::uint32_t>(lines.product);
  state["time"] = stored<std::int64_t>(lines.time);
  state["quantity"] = stored<double>(lines.quantity);
  state["unit_price"] = stored<double>(lines.unit_price);
  state["order"] = stored<std::uint32_t>(lines.order);
  state["unit_cost"] = stored<double>(lines.unit_cost);
  state["accounts"] = columns_of<upcross::Account>(
      data.account_count(), [&](std::size_t i) -> auto& {
        return data.account(static_cast<upcross::AccountIndex>(i));
      });
  state["products"] = columns_of<upcross::Product>(
      data.product_count(), [&](std::size_t i) -> auto& {
        return data.product(static_cast<upcross::ProductIndex>(i));
      });
  state["currency"] = data.currency();
  std::vector<std::uint64_t> left_out;
  for (std::size_t i = 0; i < upcross::left_out_reasons; ++i) {
    left_out.push_back(data.left_out()[static_cast<upcross::LeftOutReason>(i)]);
  }
  state["left_out"] = left_out;
  return state;
}

void restore_dataset(Dataset& data, const nb::dict& state) {
  auto account_ids = restored_ids<upcross::AccountIndex>(state, "account_ids");
  auto product_ids = restored_ids<upcross::ProductIndex>(state, "product_ids");
  auto accounts =
      rows_of<upcross::Account>(nb::cast<nb::dict>(state["accounts"]), account_ids->size());
  auto products =
      rows_of<upcross::Product>(nb::cast<nb::dict>(state["products"]), product_ids->size());
  new (&data) Dataset(std::move(account_ids), std::move(product_ids), restored_lines(state),
                      std::move(accounts), std::move(products), restored_notes(state));
}
