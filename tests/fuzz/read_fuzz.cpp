// Whatever the bytes of a file are, the reader makes a data set of them or refuses them with
// upcross::Error. libFuzzer looks for bytes with which it does anything else.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

#include <upcross/core/error.hpp>
#include <upcross/data/read.hpp>

namespace {

/// A file in memory that has a path.
class MemoryFile {
 public:
  MemoryFile(const std::uint8_t* bytes, std::size_t size) : descriptor_(memfd_create("fuzz", 0)) {
    const ssize_t written = write(descriptor_, bytes, size);
    if (written < 0 || static_cast<std::size_t>(written) != size) std::abort();
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { close(descriptor_); }

  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

void read(const upcross::Source& source) {
  try {
    upcross::read_dataset(source);
  } catch (const upcross::Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const MemoryFile file(bytes, size);
  const std::string path = file.path();
  read({.purchases = {path}});
  read(
      {.purchases = {path, path},
       .products = path,
       .format = {.decimal = ',', .date_format = "dd/mm/yy", .encoding = upcross::Encoding::cp1252},
       .keep_bad_lines = true});
  return 0;
}
