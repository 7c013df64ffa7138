#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string_view>

#include <upcross/core/execution.hpp>
#include <upcross/data/dataset.hpp>
#include <upcross/recommend/recommendation.hpp>
#include <upcross/report/sentence.hpp>

namespace upcross {

/// Writes recommendations as CSV: a header with the columns of README.md ("Output"), then a line
/// per recommendation (RFC 4180, LF). Unknown values are empty. `currency` is that of the data, for
/// the reasons. A stop request throws stopped.
void write_csv(std::ostream& out, const Recommendations& recommendations, const Dataset& data,
               Language language = Language::english, std::string_view currency = "EUR",
               const Execution& execution = {});

/// The same as JSON lines: an object per recommendation with the same names, null for unknown
/// values, and with the reasons also as a list "reason_list" whose contributions add up to the
/// score.
void write_json_lines(std::ostream& out, const Recommendations& recommendations,
                      const Dataset& data, Language language = Language::english,
                      std::string_view currency = "EUR", const Execution& execution = {});

/// Makes a file appear whole or not at all: `write` fills a file beside `path`, which is synced and
/// then renamed. A `path` that exists and is no regular file (a pipe, a device) is written
/// directly. Throws io, and leaves nothing behind, if any step fails.
void write_whole_file(const std::filesystem::path& path,
                      const std::function<void(std::ostream&)>& write);

}  // namespace upcross
