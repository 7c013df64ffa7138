#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include <upcross/core/error.hpp>
#include <upcross/report/write.hpp>

namespace upcross {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, int reason) {
  const std::string why =
      reason == 0 ? "the data could not be written" : std::generic_category().message(reason);
  throw Error(ErrorCode::io, "cannot write '" + path.string() + "': " + why);
}

/// Devices, and what the caller's shell has opened: to replace that would lose what is in it.
bool is_written_directly(const fs::path& path) {
  const std::string place = fs::absolute(path).lexically_normal().string();
  if (place.starts_with("/proc/")) return true;
  if (place.starts_with("/dev/") && !place.starts_with("/dev/shm/")) return true;
  std::error_code ignored;
  return fs::exists(path, ignored) && !fs::is_regular_file(path, ignored);
}

void fill(const fs::path& file, std::ios::openmode mode, const fs::path& named,
          const std::function<void(std::ostream&)>& write) {
  errno = 0;
  std::ofstream out(file, std::ios::binary | mode);
  if (!out) fail(named, errno);
  write(out);
  out.close();
  if (!out) fail(named, errno);
}

/// A new file in the folder of the target, removed unless it took the target's place.
class FileBeside {
 public:
  explicit FileBeside(fs::path target) : target_(std::move(target)) {
    int descriptor = -1;
    for (int attempt = 0; descriptor < 0; ++attempt) {
      path_ = target_.parent_path() /
              (".upcross-" + std::to_string(::getpid()) + "-" + std::to_string(attempt) + ".tmp");
      descriptor = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      if (descriptor < 0 && errno != EEXIST) fail(target_, errno);
    }
    struct stat old {};
    if (::stat(target_.c_str(), &old) == 0) ::fchmod(descriptor, old.st_mode & 07777);
    ::close(descriptor);
  }
  FileBeside(const FileBeside&) = delete;
  FileBeside& operator=(const FileBeside&) = delete;
  ~FileBeside() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  const fs::path& path() const { return path_; }

  void take_place() {
    if (!sync(path_)) fail(target_, errno);
    if (::rename(path_.c_str(), target_.c_str()) != 0) fail(target_, errno);
    path_.clear();
    // The file is whole already: a file system that cannot sync folders is no reason to fail.
    sync(target_.has_parent_path() ? target_.parent_path() : fs::path("."));
  }

 private:
  static bool sync(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return false;
    const bool synced = ::fsync(descriptor) == 0;
    const int reason = errno;
    ::close(descriptor);
    errno = reason;
    return synced;
  }

  fs::path target_;
  fs::path path_;
};

}  // namespace

void write_whole_file(const fs::path& path, const std::function<void(std::ostream&)>& write) {
  if (is_written_directly(path)) return fill(path, std::ios::app, path, write);
  std::error_code missing;
  const fs::path real = fs::canonical(path, missing);  // a link keeps its place
  FileBeside file(missing ? path : real);
  fill(file.path(), std::ios::trunc, path, write);
  file.take_place();
}

}  // namespace upcross
