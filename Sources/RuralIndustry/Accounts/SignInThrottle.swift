/// How long somebody waits who keeps giving wrong passwords: not at all for the first few, then twice as long after each.
///
/// Three counts hold at once, so that neither guessing one account's password from many places nor trying many accounts from
/// one place gets far, and so that a stranger's failures keep an account's owner out only after many of them.
public enum SignInThrottle: CaseIterable, Hashable, Sendable {
    /// Failures for one login from one network.
    case loginFromNetwork
    /// Failures for one login from anywhere.
    case login
    /// Failures from one network for any login.
    case network

    /// Failures older than this are not counted.
    public static let window: Int64 = 15 * 60

    /// So many failures cost nothing but themselves.
    var free: Int {
        switch self {
        case .loginFromNetwork: 5
        case .login: 20
        case .network: 50
        }
    }

    /// Seconds from the last failure to the next attempt, after so many failures within the window.
    func wait(after failures: Int) -> Int64 {
        failures < free ? 0 : min(30 << Int64(min(failures - free, 5)), Self.window)
    }

    /// Seconds that are still to be waited.
    ///
    /// - Parameter failures: within the window, with the seconds since the last; a kind that had none may be left out.
    public static func remaining(_ failures: [SignInThrottle: (count: Int, sinceLast: Int64)]) -> Int64 {
        failures.map { max(0, $0.key.wait(after: $0.value.count) - $0.value.sinceLast) }.max() ?? 0
    }
}
