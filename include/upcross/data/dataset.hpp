#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <upcross/core/date.hpp>
#include <upcross/core/execution.hpp>
#include <upcross/core/ids.hpp>
#include <upcross/data/bad_lines.hpp>
#include <upcross/data/left_out.hpp>
#include <upcross/data/line_kind.hpp>
#include <upcross/data/master_data.hpp>
#include <upcross/data/purchase_columns.hpp>
#include <upcross/data/purchases.hpp>

namespace upcross {

/// The tables that a data set is made of.
enum class Table : std::uint8_t { purchases, products, accounts };

/// What is told about a data set as a whole.
struct DatasetNotes {
  LeftOut left_out = {};
  std::string currency = {};
  std::vector<BadLine> bad_lines = {};
  std::array<std::vector<std::string>, 3> unused_headers = {};  ///< by `Table`
  std::vector<LineWord> line_words = {};
  LineTotals line_totals = {};
};

/// Purchases, catalogue and accounts with common dense indexes. Immutable; safe for concurrent use.
/// A and P count everything that a purchase, the catalogue or the account list names.
class Dataset {
 public:
  /// Checks that the parts fit together (`DatasetBuilder` makes them do so). O(N). A stop request
  /// is not looked at.
  Dataset(std::shared_ptr<const AccountIds> account_ids,
          std::shared_ptr<const ProductIds> product_ids, Purchases purchases,
          std::vector<Account> accounts, std::vector<Product> products, DatasetNotes notes,
          const Execution& execution = {.threads = 1});

  std::size_t account_count() const noexcept { return account_ids_->size(); }
  std::size_t product_count() const noexcept { return product_ids_->size(); }

  /// The id tables, shared with what is computed from the data.
  const std::shared_ptr<const AccountIds>& account_ids() const noexcept { return account_ids_; }
  const std::shared_ptr<const ProductIds>& product_ids() const noexcept { return product_ids_; }

  const Purchases& purchases() const noexcept { return purchases_; }
  const Account& account(AccountIndex a) const noexcept { return accounts_[position(a)]; }
  const Product& product(ProductIndex p) const noexcept { return products_[position(p)]; }

  /// The name of the product or account, or its id where no name is known.
  std::string_view name(ProductIndex p) const noexcept;
  std::string_view name(AccountIndex a) const noexcept;

  /// Lines that were handed over and are not among `purchases()`.
  const LeftOut& left_out() const noexcept { return notes_.left_out; }

  /// The currency of all prices as the purchases tell it, e.g. "EUR"; empty if they do not.
  const std::string& currency() const noexcept { return notes_.currency; }

  /// Records of files that could not be read (`Source::keep_bad_lines`).
  std::span<const BadLine> bad_lines() const noexcept { return notes_.bad_lines; }

  /// The headers of a table's files that hold no column of the library, each once, as they came.
  std::span<const std::string> unused_headers(Table table = Table::purchases) const noexcept {
    return notes_.unused_headers[static_cast<std::size_t>(table)];
  }

  /// What the columns that tell returns and cancelled lines say, and how often: of each header all
  /// words for those, and about 100 for purchases. The lines count as the words tell.
  std::span<const LineWord> line_words() const noexcept { return notes_.line_words; }

  /// How the totals of the lines compare with quantity x price, of the lines that tell both.
  const LineTotals& line_totals() const noexcept { return notes_.line_totals; }

  /// The day after the last purchase line: the default of every as_of. O(N).
  /// Throws invalid_input if there is no line, and if the last day lies more than 366 days after
  /// the 99th percentile of all days (in proportion between the two nearest lines): then a date is
  /// mistyped and as_of must be given. A stop request is not looked at.
  Day default_as_of(const Execution& execution = {.threads = 1}) const;

 private:
  std::shared_ptr<const AccountIds> account_ids_;
  std::shared_ptr<const ProductIds> product_ids_;
  Purchases purchases_;
  std::vector<Account> accounts_;
  std::vector<Product> products_;
  DatasetNotes notes_;
};

/// Collects purchase lines and master data in any order and makes a data set of them.
class DatasetBuilder {
 public:
  DatasetBuilder();
  ~DatasetBuilder();
  DatasetBuilder(DatasetBuilder&&) noexcept;
  DatasetBuilder& operator=(DatasetBuilder&&) noexcept;

  /// Adds a line. One without account or product, with quantity 0, with a negative price, that is
  /// cancelled or whose product is a word for a sum ("Summe", "Gesamtergebnis", "Total") is counted
  /// and left out. Throws invalid_input for a quantity, price or cost that is not finite (unknown
  /// prices and costs are allowed) and for ids that are not UTF-8 or longer than 1,000 bytes.
  void add(const Purchase& purchase);

  /// Adds all lines of the columns, as `add` would one by one but without looking at each text:
  /// O(lines + texts). Throws what `add` throws, naming the line counted from 0, and
  /// invalid_argument for columns that differ in length and codes that are no position; then
  /// nothing is added. A stop request is not looked at.
  void add(const PurchaseColumns& columns, const Execution& execution = {.threads = 1});

  /// Says that the lines added from here on are another export. A line that is equal in every
  /// column to lines of other exports is kept as often as the export that has it most often.
  void begin_export();

  void set_currency(std::string currency);
  void add_bad_line(BadLine line);
  void add_unused_header(std::string header, Table table = Table::purchases);
  void add_line_word(LineWord word);  ///< to the lines of the same word under the same header
  void add_line_totals(const LineTotals& totals);

  /// Adds what is known about a product or an account. Throws invalid_input for an empty id and if
  /// the id was added before.
  void add_product(std::string_view id, Product product);
  void add_account(std::string_view id, Account account);

  /// The data set; the builder is empty afterwards. O(N log N). A stop request throws stopped.
  Dataset build(const Execution& execution = {});

  /// That of `add(columns)` and `build()`, and throws what they throw; where no line was added
  /// before, the columns are not copied first.
  Dataset build(const PurchaseColumns& columns, const Execution& execution);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace upcross
