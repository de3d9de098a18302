public import Postgres
public import RuralIndustry

/// A change as other systems are told of it: of what, and which; what it is now they read themselves.
public struct ChangeRecord: RowDecodable, Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case establishment, product, round, certificate
    }

    public let position: ChangePosition
    public let kind: Kind
    /// `created`, `updated`, `closed`; of a round `published`, `corrected` (its result), `amended` (its decision); of a
    /// certificate `issued`, `revoked`, `replaced` (by another, which is issued at the same moment).
    public let change: String
    public let id: Int64
    /// Of an establishment or product: the version that the change made.
    public let version: Int?
    /// Of a certificate: its printed number.
    public let number: String?
    public let at: Instant

    public init(_ row: Row) throws {
        let kind: Int = try row("kind")
        id = try row("id")
        version = try row("version")
        position = ChangePosition(
            event: try row("audit_id"), kind: kind, id: id, version: version ?? 0)
        self.kind =
            switch kind {
            case 1: .establishment
            case 2: .product
            case 3, 6, 7: .round
            default: .certificate
            }
        change = try row("change")
        number = try row("number")
        at = try row("recorded_at")
    }
}

/// A place in the order of all changes, which a program keeps to go on from.
public struct ChangePosition: Hashable, Sendable {
    let event: Int64
    let kind: Int
    let id: Int64
    let version: Int

    /// Before the first change.
    public static let start = ChangePosition(event: 0, kind: 0, id: 0, version: 0)

    /// After all that an event changed.
    static func after(_ event: Int64) -> ChangePosition {
        ChangePosition(event: event, kind: Int(Int16.max), id: 0, version: 0)
    }

    init(event: Int64, kind: Int, id: Int64, version: Int) {
        self.event = event
        self.kind = kind
        self.id = id
        self.version = version
    }

    /// Reads what `text` wrote; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "changes",
            parts.dropFirst().allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let event = Int64(parts[1]), let kind = Int16(parts[2]), let id = Int64(parts[3]),
            let version = Int32(parts[4])
        else { return nil }
        self.init(event: event, kind: Int(kind), id: id, version: Int(version))
    }

    public var text: String { "changes.\(event).\(kind).\(id).\(version)" }
}

/// A part of the changes.
public struct ChangePage: Sendable {
    public let changes: [ChangeRecord]
    /// Where the next part begins, now or once something has changed.
    public let next: ChangePosition
    /// There is more already.
    public let hasMore: Bool

    public init(changes: [ChangeRecord], next: ChangePosition, hasMore: Bool) {
        self.changes = changes
        self.next = next
        self.hasMore = hasMore
    }
}
