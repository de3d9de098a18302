public import Postgres
public import RuralIndustry

/// A booth of a fair as it is kept.
public struct BoothRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let fairID: Int64
    public let booth: Booth
    /// The plan that left it out; nil: it is on the plan.
    public let removedIn: Int?

    public init(_ row: Row) throws {
        id = try row("booth_id")
        fairID = try row("fair_id")
        removedIn = try row("removed_in")
        guard
            let rectangle = BoothRectangle(
                x: try row.length("x_mm"), y: try row.length("y_mm"), width: try row.length("width_mm"),
                depth: try row.length("depth_mm"))
        else { throw PostgresError.misuse("booth \(id) has no area") }
        booth = Booth(
            code: try BoothCode(try row("code", as: String.self)), rectangle: rectangle,
            zone: try row("zone"), isCorner: try row("is_corner"),
            price: try row("price_vnd", as: Int64?.self).flatMap(VND.init))
    }

    static let select: SQL = """
        SELECT b.booth_id, b.fair_id, b.code, b.x_mm, b.y_mm, b.width_mm, b.depth_mm, b.zone, b.is_corner, b.price_vnd,
          b.removed_in
        FROM booth b
        """
}

extension Session {
    /// The booths of a fair, those that a plan left out included, in the order in which they came.
    func allBooths(ofFair id: Int64) throws -> [BoothRecord] {
        try query(
            BoothRecord.select + " WHERE b.fair_id = \(id) ORDER BY b.booth_id", as: BoothRecord.self)
    }

    /// The booths on a fair's plan.
    func booths(ofFair id: Int64) throws -> [BoothRecord] {
        try allBooths(ofFair: id).filter { $0.removedIn == nil }
    }

    /// The booths with these codes on a fair's plan, in the same order; refuses all codes that are wrong, unknown or named twice.
    func booths(_ codes: [String], ofFair id: Int64) throws -> [BoothRecord] {
        var wrong: [Violation] = []
        var parsed: [BoothCode] = []
        for text in codes {
            do throws(Violation) {
                let code = try BoothCode(text)
                if parsed.contains(code) {
                    wrong.append(
                        Violation(
                            "booth-named-twice", vi: "gian hàng \(code) được ghi hai lần",
                            en: "booth \(code) is named twice", at: Place(column: "booth")))
                }
                parsed.append(code)
            } catch {
                wrong.append(error.inColumn("booth"))
            }
        }
        let found = Dictionary(
            uniqueKeysWithValues: try query(
                BoothRecord.select
                    + " WHERE b.fair_id = \(id) AND b.removed_in IS NULL AND b.code_key = ANY (\(parsed.map(\.key)))",
                as: BoothRecord.self
            ).map { ($0.booth.code, $0) })
        wrong += parsed.filter { found[$0] == nil }.map { .unknownBooth($0, fair: id) }
        try Refusal.throwIfAny(wrong)
        return parsed.compactMap { found[$0] }
    }

    /// Holds the rows of booths until commit, in the order of their ids: whoever gives, moves or ends allocations does this first.
    func lockBooths(_ ids: some Sequence<Int64>) throws {
        try execute(
            "SELECT 1 FROM booth WHERE booth_id = ANY (\(Array(Set(ids)))) ORDER BY booth_id FOR NO KEY UPDATE"
        )
    }

    /// Refuses booths of which one cannot be reached from another through neighbours among them.
    func requireAdjacent(_ booths: [BoothRecord], ofFair id: Int64) throws {
        if booths.count < 2 { return }
        let all = try self.booths(ofFair: id)
        let positions = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.id, $0) })
        let neighbours = try BoothPlan(all.map(\.booth)).neighbours()
        if BoothPlan.hangTogether(booths.compactMap { positions[$0.id] }, neighbours: neighbours) { return }
        let codes = booths.map(\.booth.code.text).joined(separator: ", ")
        throw Refusal(
            Violation(
                "booths-not-adjacent", vi: "các gian hàng \(codes) không liền nhau",
                en: "the booths \(codes) are not adjacent", at: Place(column: "booth")))
    }
}

extension Violation {
    fileprivate static func unknownBooth(_ code: BoothCode, fair id: Int64) -> Violation {
        Violation(
            "unknown-booth", vi: "hội chợ \(id) không có gian hàng \(Text.quoted(code.text))",
            en: "fair \(id) has no booth \(Text.quoted(code.text))", at: Place(column: "booth"))
    }
}
