#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include <upcross/core/buffer.hpp>
#include <upcross/core/date.hpp>

#include "frames.hpp"

namespace {

/// Rounded down; numpy's missing time stays one.
template <std::int64_t PerSecond>
NumpyColumn<std::int64_t> whole_seconds(const Column<std::int64_t>& ticks) {
  constexpr auto not_a_time = std::numeric_limits<std::int64_t>::min();
  const nb::gil_scoped_release unlocked;
  auto seconds = std::make_unique_for_overwrite<std::int64_t[]>(ticks.size());
  upcross::detail::prefer_large_pages(seconds.get(), ticks.size() * sizeof(std::int64_t));
  const std::int64_t* from = ticks.data();
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    const std::int64_t down = from[i] / PerSecond - (from[i] % PerSecond < 0 ? 1 : 0);
    seconds[i] = from[i] == not_a_time ? not_a_time : down;
  }
  const nb::gil_scoped_acquire locked;
  return to_numpy(std::move(seconds), ticks.size());
}

/// The seconds of a column of numpy's datetime64 with so many ticks in a second.
NumpyColumn<std::int64_t> seconds_of(const Column<std::int64_t>& ticks, std::int64_t per_second) {
  if (per_second == 1'000) return whole_seconds<1'000>(ticks);
  if (per_second == 1'000'000) return whole_seconds<1'000'000>(ticks);
  if (per_second == 1'000'000'000) return whole_seconds<1'000'000'000>(ticks);
  throw nb::value_error("expected 10**3, 10**6 or 10**9 ticks in a second");
}

/// The text without an offset from UTC behind its time: the day is that of the till.
std::string_view without_offset(std::string_view text) {
  constexpr std::size_t date = 10;
  const std::size_t end = text.find_first_of("Z+-", std::min(date, text.size()));
  text = text.substr(0, end);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// Seconds since 1970 of each text; raises ValueError with the first that is no ISO date.
NumpyColumn<std::int64_t> parse_times(const Texts& texts) {
  return numpy_of<std::int64_t>(texts.size(), [&](std::size_t i) {
    const auto time = upcross::parse_iso_time(without_offset(texts[i]));
    if (!time) {
      throw nb::value_error(("'" + std::string(texts[i]) +
                             "' is not a date; expected YYYY-MM-DD, " +
                             "with or without a time, or a column of dates")
                                .c_str());
    }
    return time->time_since_epoch().count();
  });
}

}  // namespace

void bind_times(nb::module_& module) {
  module.def("seconds_of", seconds_of, nb::arg("ticks"), nb::arg("per_second"),
             "Whole seconds of a datetime64 column with 10**3, 10**6 or 10**9 ticks.");
  module.def("parse_times", parse_times, nb::arg("texts"), "Seconds since 1970 of ISO dates.");
}
