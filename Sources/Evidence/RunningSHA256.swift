import Crypto

/// The SHA-256 of what comes stretch by stretch and is never held as a whole.
public struct RunningSHA256: Sendable {
    private var hash = SHA256()

    public init() {}

    public mutating func update(_ bytes: [UInt8]) { hash.update(data: bytes) }

    /// Of all that came so far.
    public var digest: SHA256Digest { SHA256Digest(finished: Array(hash.finalize())) }
}
