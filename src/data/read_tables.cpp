#include "data/read_tables.hpp"

#include <array>
#include <utility>

#include "data/text.hpp"

namespace upcross::detail {
namespace {

/// The code of a currency, whatever the spelling; other texts stay.
std::string currency_code(std::string_view spelling) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> symbols = {
      {{"€", "EUR"},
       {"$", "USD"},
       {"£", "GBP"},
       {"Fr.", "CHF"},
       {"SFr.", "CHF"},
       {"zł", "PLN"},
       {"Kč", "CZK"}}};
  for (const auto& [symbol, code] : symbols) {
    if (spelling == symbol) return std::string(code);
  }
  std::string code(spelling);
  for (char& c : code) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return code;
}

}  // namespace

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

}  // namespace upcross::detail
