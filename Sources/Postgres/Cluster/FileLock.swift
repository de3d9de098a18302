import Glibc

/// Runs a closure while no other process does the same under this file. The lock ends with the process,
/// however it ends.
func withFileLock<R>(_ path: String, _ body: () throws -> R) throws -> R {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
        throw ClusterError.unusableFolder(path: path, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
        guard errno == EINTR else {
            throw ClusterError.unusableFolder(path: path, reason: String(cString: strerror(errno)))
        }
    }
    return try body()
}
