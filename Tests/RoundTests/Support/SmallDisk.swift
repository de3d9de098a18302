import FoundationEssentials
import Glibc

/// A file system of a few kilobytes in memory, which only root may mount.
struct SmallDisk {
    private let folder: String

    struct NotMounted: Error {}

    init(at folder: String, kilobytes: Int) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        self.folder = folder
        guard mount("tmpfs", folder, "tmpfs", 0, "size=\(kilobytes)k") == 0 else { throw NotMounted() }
    }

    func grow(kilobytes: Int) { _ = mount("tmpfs", folder, "tmpfs", UInt(MS_REMOUNT), "size=\(kilobytes)k") }

    func unmount() { umount(folder) }

    /// Tried, since root in a container may not mount either.
    static let isPossible: Bool = {
        let folder = "/tmp/cnnt-tests-disk-\(getpid())"
        guard geteuid() == 0, let disk = try? SmallDisk(at: folder, kilobytes: 16) else {
            rmdir(folder)
            return false
        }
        disk.unmount()
        rmdir(folder)
        return true
    }()
}
