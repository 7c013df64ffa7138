#pragma once

#include <span>

#include <upcross/data/columns.hpp>
#include <upcross/data/dataset.hpp>

#include "data/csv_table.hpp"

namespace upcross::detail {

/// Each reads the records that are left of a table and hands them to the builder.
void read_purchases(CsvTable& table, std::span<const ColumnChoice> choices,
                    DatasetBuilder& builder);
void read_products(CsvTable& table, std::span<const ColumnChoice> choices, DatasetBuilder& builder);
void read_accounts(CsvTable& table, std::span<const ColumnChoice> choices, DatasetBuilder& builder);

}  // namespace upcross::detail
