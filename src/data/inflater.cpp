#include "data/inflater.hpp"

#include <new>
#include <zlib.h>

namespace upcross::detail {
namespace {

class ZlibInflater final : public Inflater {
 public:
  ZlibInflater() {
    constexpr int gzip_only = 15 + 16;
    if (inflateInit2(&stream_, gzip_only) != Z_OK) throw std::bad_alloc();
  }
  ~ZlibInflater() override { inflateEnd(&stream_); }

  void begin_member() override { inflateReset(&stream_); }

  State inflate(std::span<const char>& in, std::span<char>& out) override {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
    stream_.avail_in = static_cast<uInt>(in.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    const int status = ::inflate(&stream_, Z_NO_FLUSH);
    in = in.last(stream_.avail_in);
    out = out.last(stream_.avail_out);
    if (status == Z_MEM_ERROR) throw std::bad_alloc();
    if (status == Z_STREAM_END) return State::member_has_ended;
    return status == Z_OK || status == Z_BUF_ERROR ? State::member_goes_on : State::failed;
  }

  std::string fault() const override {
    return stream_.msg != nullptr ? stream_.msg : "unusable stream";
  }

 private:
  z_stream stream_{};
};

}  // namespace

std::unique_ptr<Inflater> zlib_inflater() { return std::make_unique<ZlibInflater>(); }

std::unique_ptr<Inflater> fastest_inflater() {
#ifdef UPCROSS_HAS_ISAL
  return isal_inflater();
#else
  return zlib_inflater();
#endif
}

}  // namespace upcross::detail
