#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/report/write.hpp>

#include "support/temp_files.hpp"

namespace upcross {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

/// The message of the error that `action` throws.
template <class Action>
std::string io_error(Action action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::io);
    return error.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

class WholeFile : public testing::Test {
 protected:
  std::vector<fs::path> files() const {
    return {fs::directory_iterator(folder_), fs::directory_iterator()};
  }

  static void hello(std::ostream& out) { out << "hello\n"; }

  test::TempFiles temporary_;
  fs::path folder_ = temporary_.directory();
};

TEST_F(WholeFile, Appears) {
  const fs::path path = folder_ / "a b.csv";
  write_whole_file(path, hello);
  EXPECT_EQ(content(path), "hello\n");
  EXPECT_EQ(files(), std::vector{path});
}

TEST_F(WholeFile, AppearsWhereNamesAreAsLongAsAllowed) {
  const fs::path path = folder_ / std::string(255, 'n');
  write_whole_file(path, hello);
  EXPECT_EQ(files(), std::vector{path});
}

TEST_F(WholeFile, IsNotSeenBeforeItIsWhole) {
  const fs::path path = folder_ / "out.csv";
  std::ofstream(path) << "old";
  write_whole_file(path, [&](std::ostream& out) {
    out << "new" << std::flush;
    EXPECT_EQ(content(path), "old");
  });
  EXPECT_EQ(content(path), "new");
}

TEST_F(WholeFile, FailingWriterLeavesEverythingAsItWas) {
  const fs::path path = folder_ / "out.csv";
  const auto fail = [](std::ostream& out) {
    out << "half";
    throw std::runtime_error("no more");
  };
  EXPECT_THROW(write_whole_file(path, fail), std::runtime_error);
  EXPECT_TRUE(files().empty());
  std::ofstream(path) << "old";
  EXPECT_THROW(write_whole_file(path, fail), std::runtime_error);
  EXPECT_EQ(files(), std::vector{path});
  EXPECT_EQ(content(path), "old");
}

TEST_F(WholeFile, FailedStreamIsAnError) {
  const auto fail = [](std::ostream& out) { out.setstate(std::ios::badbit); };
  io_error([&] { write_whole_file(folder_ / "out.csv", fail); });
  EXPECT_TRUE(files().empty());
}

TEST_F(WholeFile, KeepsPermissions) {
  const fs::path path = folder_ / "out.csv";
  const auto mode = [&] {
    struct stat status {};
    ::stat(path.c_str(), &status);
    return status.st_mode & 07777;
  };
  const mode_t old_mask = ::umask(027);
  write_whole_file(path, hello);
  EXPECT_EQ(mode(), 0640U);
  ::chmod(path.c_str(), 0604);
  write_whole_file(path, hello);
  EXPECT_EQ(mode(), 0604U);
  ::umask(old_mask);
}

TEST_F(WholeFile, LinkKeepsItsPlace) {
  const fs::path real = folder_ / "real.csv";
  const fs::path link = folder_ / "link.csv";
  std::ofstream(real) << "old";
  fs::create_symlink("real.csv", link);
  write_whole_file(link, hello);
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(content(real), "hello\n");
}

TEST_F(WholeFile, MissingFolderIsNamed) {
  const fs::path path = folder_ / "missing" / "out.csv";
  EXPECT_EQ(io_error([&] { write_whole_file(path, hello); }),
            "cannot write '" + path.string() + "': No such file or directory");
}

TEST_F(WholeFile, FolderIsNoFile) {
  io_error([&] { write_whole_file(folder_, hello); });
  EXPECT_TRUE(files().empty());
}

TEST_F(WholeFile, FullDeviceIsAnError) {
  EXPECT_EQ(io_error([] { write_whole_file("/dev/full", hello); }),
            "cannot write '/dev/full': No space left on device");
  const auto much = [](std::ostream& out) { out << std::string(1 << 20, 'x'); };
  io_error([&] { write_whole_file("/dev/full", much); });
}

TEST_F(WholeFile, PipeIsWrittenDirectly) {
  const fs::path path = folder_ / "pipe";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  std::string read;
  std::thread reader([&] { read = content(path); });
  write_whole_file(path, hello);
  reader.join();
  EXPECT_EQ(read, "hello\n");
  EXPECT_TRUE(fs::is_fifo(path));
}

}  // namespace
}  // namespace upcross
