/// Whether a browser that shows a token is still signed in.
public enum SessionState: Hashable, Sendable {
    /// - `isTokenOld`: it should get another one.
    case live(isTokenOld: Bool)
    /// Nothing was done for too long, or a working day is over.
    case over
    /// It shows a token that was replaced longer ago than requests take: two browsers have it, and one of them stole it.
    case stolen

    /// - Parameters:
    ///   - showsEarlier: the token is the one before the last.
    public init(
        begun: Instant, seen: Instant, rotated: Instant, showsEarlier: Bool, at now: Instant
    ) {
        if now.seconds(since: begun) >= SessionTimes.absolute || now.seconds(since: seen) >= SessionTimes.idle
        {
            self = .over
        } else if showsEarlier {
            self =
                now.seconds(since: rotated) > SessionTimes.grace ? .stolen : .live(isTokenOld: false)
        } else {
            self = .live(isTokenOld: now.seconds(since: rotated) >= SessionTimes.rotation)
        }
    }
}

extension Instant {
    /// Whole seconds, rounded down; negative if the other is later.
    public func seconds(since other: Instant) -> Int64 {
        (microsecondsSince1970 - other.microsecondsSince1970) / 1_000_000
    }

    public func adding(seconds: Int64) -> Instant {
        Instant(microsecondsSince1970: microsecondsSince1970 + seconds * 1_000_000)
    }
}
