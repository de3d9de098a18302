import RuralIndustry

/// What a change is for: a record as somebody read it, in one of these versions, or whichever there is.
public struct VersionMatch: Hashable, Sendable {
    /// Nil: every one.
    public let versions: Set<Int>?

    public static let any = VersionMatch(versions: nil)

    /// - Parameter versions: empty: none will do.
    public init(_ versions: Set<Int>) { self.init(versions: versions) }

    /// - Parameter version: nil: whichever there is.
    public init(_ version: Int?) { self.init(versions: version.map { [$0] }) }

    private init(versions: Set<Int>?) { self.versions = versions }

    /// Violation: `stale-version`.
    func require(_ version: Int) throws(Refusal) {
        if versions?.contains(version) == false { throw Refusal(.stale(String(version))) }
    }
}
