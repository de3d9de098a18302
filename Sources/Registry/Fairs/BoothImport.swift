import Postgres
public import RuralIndustry

/// What a new plan did to a fair's booths.
public struct BoothImportReport: Hashable, Sendable {
    /// The plan's number within its fair.
    public let plan: Int
    /// The fair's version with it.
    public let fairVersion: Int
    public let booths: Int
    public let added: Int
    public let changed: Int
    public let unchanged: Int
    public let removed: Int
}

/// Where a plan came from.
public enum BoothPlanSource: String, Sendable {
    case file, grid
}

extension Registry {
    /// Gives a fair a plan in place of the one it has: booths are matched by their codes, and those that the new plan does not
    /// have are taken off. All or nothing; a booth that somebody holds or has confirmed is neither moved nor taken off.
    ///
    /// - Parameter match: of the fair, as whoever gives it the plan read it.
    public func importBooths(
        _ booths: [Located<Booth>], fair id: Int64, version match: VersionMatch = .any,
        from source: BoothPlanSource, as viewer: Viewer, today: Day, dryRun: Bool = false,
        once: OneRequest<BoothImportReport>? = nil
    ) async throws -> BoothImportReport {
        try await change(
            .boothImport, of: .one("fair", id: id), as: viewer, dryRun: dryRun, once: once
        ) { session in
            let fair = try session.fairForChange(id)
            try match.require(fair.version)
            try session.requireState(
                fair, [.planned, .open], to: Bilingual(vi: "nhập sơ đồ", en: "take a plan"))
            let plan = try BoothPlan(booths)
            let known = try session.allBooths(ofFair: id)
            try session.expire(try session.liveAllocations(ofFair: id), on: today)
            let difference = BoothDifference(booths, known: known)
            try Refusal.throwIfAny(
                difference.violations(taken: Set(try session.liveAllocations(ofFair: id).map(\.boothID))))
            let version = fair.planVersion + 1
            try session.write(difference, fair: id, plan: version)
            try session.execute(
                "UPDATE fair SET plan_version = \(version), version = version + 1 WHERE fair_id = \(id)")
            try session.execute(
                """
                INSERT INTO fair_plan (fair_id, version, source, booths)
                VALUES (\(id), \(version), \(source.rawValue), \(plan.booths.count))
                """)
            return BoothImportReport(
                plan: version, fairVersion: fair.version + 1, booths: plan.booths.count,
                added: difference.new.count, changed: difference.changed.count,
                unchanged: difference.unchanged, removed: difference.removed.count)
        }
    }
}

/// What a new plan changes.
private struct BoothDifference {
    private(set) var new: [Booth] = []
    /// Booths that stay, or come back, with something else about them.
    private(set) var changed: [(known: BoothRecord, row: Located<Booth>)] = []
    private(set) var unchanged = 0
    let removed: [BoothRecord]

    init(_ booths: [Located<Booth>], known: [BoothRecord]) {
        let byCode = Dictionary(uniqueKeysWithValues: known.map { ($0.booth.code, $0) })
        for row in booths {
            if let known = byCode[row.value.code] {
                if known.removedIn == nil, known.booth.isSame(as: row.value) {
                    unchanged += 1
                } else {
                    changed.append((known, row))
                }
            } else {
                new.append(row.value)
            }
        }
        let named = Set(booths.map(\.value.code))
        removed = known.filter { $0.removedIn == nil && !named.contains($0.booth.code) }
    }

    /// Booths that somebody has and that would be moved or taken off: `booth-in-use`.
    func violations(taken: Set<Int64>) -> [Violation] {
        let moved = changed.filter {
            taken.contains($0.known.id) && $0.known.booth.rectangle != $0.row.value.rectangle
        }
        return moved.map { known, row in
            Violation(
                "booth-in-use",
                vi: "gian hàng \(known.booth.code) đã có người giữ, không dời chỗ hay đổi kích thước được",
                en: "booth \(known.booth.code) is given and can neither be moved nor resized",
                at: Place(column: BoothColumn.x.name)
            ).at(row.place)
        }
            + removed.filter { taken.contains($0.id) }.map {
                Violation(
                    "booth-in-use",
                    vi: "gian hàng \($0.booth.code) đã có người giữ, không bỏ khỏi sơ đồ được",
                    en: "booth \($0.booth.code) is given and cannot be left out of the plan")
            }
    }
}

extension Booth {
    /// True if nothing has to be written: the code is spelt the same way too.
    fileprivate func isSame(as other: Booth) -> Bool { self == other && code.text == other.code.text }
}

extension Session {
    /// What leaves first, so that what moves or comes finds its place free; what moves in one statement, so that two may change
    /// places.
    fileprivate func write(_ difference: BoothDifference, fair id: Int64, plan: Int) throws {
        try execute(
            """
            UPDATE booth SET removed_in = \(plan), version = version + 1
            WHERE booth_id = ANY (\(difference.removed.map(\.id)))
            """)
        let changed = difference.changed.map(\.row.value)
        try execute(
            """
            UPDATE booth b SET code = n.code, x_mm = n.x, y_mm = n.y, width_mm = n.width, depth_mm = n.depth, zone = n.zone,
              is_corner = n.corner, price_vnd = n.price, removed_in = NULL, version = b.version + 1
            FROM unnest(\(difference.changed.map(\.known.id)), \(changed.map(\.code.text)),
              \(changed.map(\.rectangle.x.millimetres)), \(changed.map(\.rectangle.y.millimetres)),
              \(changed.map(\.rectangle.width.millimetres)), \(changed.map(\.rectangle.depth.millimetres)),
              \(changed.map(\.zone)), \(changed.map(\.isCorner)), \(changed.map { $0.price?.amount }))
              AS n (booth_id, code, x, y, width, depth, zone, corner, price)
            WHERE b.booth_id = n.booth_id
            """)
        let new = difference.new
        try execute(
            """
            INSERT INTO booth (fair_id, code, code_key, x_mm, y_mm, width_mm, depth_mm, zone, is_corner, price_vnd)
            SELECT \(id), n.*
            FROM unnest(\(new.map(\.code.text)), \(new.map(\.code.key)), \(new.map(\.rectangle.x.millimetres)),
              \(new.map(\.rectangle.y.millimetres)), \(new.map(\.rectangle.width.millimetres)),
              \(new.map(\.rectangle.depth.millimetres)), \(new.map(\.zone)), \(new.map(\.isCorner)),
              \(new.map { $0.price?.amount })) AS n
            """)
    }
}
