#pragma once

#include <upcross/data/dataset.hpp>
#include <upcross/data/read.hpp>

#include "data/csv_table.hpp"

namespace upcross::detail {

/// Each reads the records that are left of a table and hands them to the builder.
void read_purchases(CsvTable& table, const Source& source, DatasetBuilder& builder);
void read_products(CsvTable& table, const Source& source, DatasetBuilder& builder);
void read_accounts(CsvTable& table, const Source& source, DatasetBuilder& builder);

}  // namespace upcross::detail
