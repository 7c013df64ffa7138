#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace upcross::detail {

inline constexpr std::string_view gzip_magic = "\x1f\x8b";

/// Inflates gzip members, one after another.
class Inflater {
 public:
  enum class State { member_goes_on, member_has_ended, failed };

  Inflater() = default;
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  virtual ~Inflater() = default;

  virtual void begin_member() = 0;

  /// Takes bytes from the front of `in` and puts what they mean to the front of `out`, both of
  /// which it shortens, until one is empty or the member ends or is damaged.
  virtual State inflate(std::span<const char>& in, std::span<char>& out) = 0;

  /// What is wrong, once it has failed: "incorrect data check".
  virtual std::string fault() const = 0;
};

std::unique_ptr<Inflater> zlib_inflater();

/// By ISA-L, in a third of the time. It is there only where the library is built with it.
std::unique_ptr<Inflater> isal_inflater();

/// The one of ISA-L or else that of zlib.
std::unique_ptr<Inflater> fastest_inflater();

}  // namespace upcross::detail
