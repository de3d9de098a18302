public import RuralIndustry

/// Somebody's seat in a council or panel, with its days.
public struct BundledSeat: Hashable, Sendable {
    /// Nil in a council.
    public let judge: String?
    /// The judge whose seat on the panel it was before.
    public let replaces: String?
    public let name: String
    public let role: String
    public let from: Day
    public let to: Day?

    public init(
        judge: String? = nil, replaces: String? = nil, name: String, role: String, from: Day, to: Day?
    ) {
        self.judge = judge
        self.replaces = replaces
        self.name = name
        self.role = role
        self.from = from
        self.to = to
    }

    public static func json(_ seats: [BundledSeat]) -> JSONValue {
        .array(seats.sorted { $0.order < $1.order }.map(\.json))
    }

    public static func json(council: [BundledSeat], panel: [BundledSeat]) -> JSONValue {
        .object(["council": json(council), "panel": json(panel)])
    }

    private var order: String { "\(judge ?? "")\u{0}\(name)\u{0}\(role)\u{0}\(from.iso)" }

    private var json: JSONValue {
        var members: [String: JSONValue] = [
            "name": .string(name), "role": .string(role), "from": .string(from.iso),
            "to": to.map { .string($0.iso) } ?? .null,
        ]
        if let judge { members["judge"] = .string(judge) }
        if let replaces { members["replaces"] = .string(replaces) }
        return .object(members)
    }

    /// - Throws: `bundle-malformed`.
    static func seats(in list: [JSONValue]) throws(Violation) -> [BundledSeat] {
        try list.map { (seat) throws(Violation) in
            var last: Day?
            if let to = seat["to"]?.string { last = try Day(iso: to) }
            return BundledSeat(
                judge: seat["judge"]?.string, replaces: seat["replaces"]?.string,
                name: try seat.text("name"), role: try seat.text("role"),
                from: try Day(iso: try seat.text("from")), to: last)
        }
    }

    func isTaken(on day: Day) -> Bool { day >= from && day <= to ?? day }

    /// Whether it can be what became of another: only that it ended.
    func continues(_ other: BundledSeat) -> Bool {
        self == other
            || other
                == BundledSeat(
                    judge: judge, replaces: replaces, name: name, role: role, from: from, to: nil)
    }
}

/// A panel's seats, each with all who held it: a seat has one voice, whoever speaks for it.
struct PanelSeats {
    /// By a judge's code, who held the seat before.
    private let replaced: [String: String]

    init(_ panel: [BundledSeat]) {
        replaced = Dictionary(
            panel.compactMap { seat in
                guard let judge = seat.judge, let before = seat.replaces else { return nil }
                return (judge, before)
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Who held a judge's seat first.
    private func first(_ judge: String) -> String {
        var holder = judge
        // no longer way than there are seats, should they go in a ring
        for _ in replaced.indices { holder = replaced[holder] ?? holder }
        return holder
    }

    /// Whether every seat had a first holder: none is handed on in a ring.
    var haveFirstHolders: Bool { replaced.keys.allSatisfy { replaced[first($0)] == nil } }

    /// The sheets that count beside one of another holder of the same seat.
    func secondVoices(in marks: BundledMarks) -> [BundledMarks.Sheet] {
        if replaced.isEmpty { return [] }
        var heard: Set<[String]> = []
        return marks.sheets.filter { sheet in
            sheet.marks.contains { $0.fate == BundledMarks.counted }
                && !heard.insert([sheet.entry, sheet.stage, first(sheet.judge)]).inserted
        }
    }
}
