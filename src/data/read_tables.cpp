#include "data/read_tables.hpp"

#include <algorithm>
#include <optional>

#include "data/currency.hpp"
#include "data/text.hpp"

namespace upcross::detail {
void Faults::meet(const LineFault& fault, CsvTable& table) {
  constexpr std::size_t most_bytes = std::size_t{256} << 20;
  if (!are_kept_) throw fault;
  BadLine bad{table.file(), fault.line(), fault.reason(), std::string(table.raw())};
  bytes_ += sizeof bad + bad.file.size() + bad.reason.size() + bad.record.size();
  if (bytes_ > most_bytes) {
    throw Error(ErrorCode::invalid_input,
                std::string("more than 256 MiB of lines cannot be read, the last because of ") +
                    fault.what());
  }
  lines_.push_back(std::move(bad));
  table.pass_fault();
}

void OneCurrency::hear_told(std::string_view currency, const CsvTable& table) {
  if (currency == spelling_) return;
  const std::string name = currency_code(currency);
  if (!name_.empty() && name != name_) {
    throw Error(ErrorCode::invalid_input, table.file() + ":" + std::to_string(table.line()) +
                                              ": the currency is " + in_quotes(currency) +
                                              ", but " + in_quotes(spelling_) + " in " + place_ +
                                              "; expected one currency in all purchases");
  }
  if (!name_.empty()) return;
  place_ = table.file() + ":" + std::to_string(table.line());
  spelling_ = currency;
  name_ = name;
}

void tell_unused_headers(const CsvTable& table, const ColumnFields& fields, Table which,
                         DatasetBuilder& builder) {
  for (std::size_t field = 0; field < table.headers().size(); ++field) {
    const std::string& header = table.headers()[field];
    const bool used = std::ranges::find(fields, std::optional(field)) != fields.end();
    if (!used && !header.empty()) builder.add_unused_header(header, which);
  }
}

}  // namespace upcross::detail
