import Glibc

/// A user of this machine.
struct OperatingSystemUser: Hashable {
    let name: String
    let id: uid_t
    let group: gid_t

    static var isRoot: Bool { geteuid() == 0 }

    /// Who runs the program.
    static var current: OperatingSystemUser? { find { getpwuid_r(geteuid(), $0, $1, $2, $3) } }

    static func named(_ name: String) -> OperatingSystemUser? {
        find { getpwnam_r(name, $0, $1, $2, $3) }
    }

    private typealias Search = (
        UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
        UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
    ) -> Int32

    private static func find(_ search: Search) -> OperatingSystemUser? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
            guard let start = buffer.baseAddress, search(&entry, start, buffer.count, &found) == 0,
                found != nil,
                let name = entry.pw_name
            else { return nil }
            return OperatingSystemUser(name: String(cString: name), id: entry.pw_uid, group: entry.pw_gid)
        }
    }
}
