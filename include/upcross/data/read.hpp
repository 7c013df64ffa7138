#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/data/columns.hpp>
#include <upcross/data/dataset.hpp>
#include <upcross/data/text_format.hpp>

namespace upcross {

/// Where the data lie and how to read them.
struct Source {
  /// .csv or .csv.gz; several are one history. A line that is equal in all kept columns in several
  /// files is an overlap of exports: it is kept as often as in the file that has it most often, and
  /// the others are left out as duplicate_across_files.
  std::vector<std::filesystem::path> purchases;
  std::optional<std::filesystem::path> products = {};  ///< the catalogue
  std::optional<std::filesystem::path> accounts = {};
  std::vector<ColumnChoice> columns = {};  ///< where a header is none of the usual names
  TextFormat format = {};
  bool keep_duplicates = false;  ///< lines that are equal in several files count each time
  /// Records that cannot be read become `Dataset::bad_lines` instead of ending the reading. What
  /// leaves the records behind in doubt (an open quote, damaged gzip data, several currencies) ends
  /// it nevertheless.
  bool keep_bad_lines = false;
};

/// Reads CSV files (RFC 4180 quotes, LF, CRLF or CR, plain or gzip; their format as in
/// text_format.hpp). The header is the first record that has the required columns; up to 19 titles
/// may stand above. Columns are found by name (columns.hpp), others ignored. Memory grows with the
/// kept columns, not with the files.
///
/// Throws invalid_argument for no purchases file, a column choice whose column does not exist and a
/// wrong format, io if a file cannot be read, and invalid_input, naming file, line and column, for
/// everything that is not what it should be: the first fault ends the reading, unless bad lines are
/// kept (at most 256 MiB of them). A stop request throws stopped, also while a pipe is silent.
Dataset read_dataset(const Source& source, const Execution& execution = {});

/// Reads purchases.csv[.gz] and, where they exist, products.csv[.gz] and accounts.csv[.gz] of a
/// directory.
Dataset read_dataset(const std::filesystem::path& directory, const Execution& execution = {});

}  // namespace upcross
