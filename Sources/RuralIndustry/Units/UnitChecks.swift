/// What only whole files show to be wrong: rows that contradict one another or what is known already.
public enum UnitChecks {
    /// Overlapping validity of one code, and parents that do not exist all the while.
    ///
    /// `known` is what the registry holds; a row of the file takes the place of what has its code and
    /// beginning. Violations: `unit-twice`, `unit-validity-overlap`, `unit-parent-unknown`.
    public static func violations(units: [Located<UnitRecord>], known: [UnitRecord] = []) -> [Violation] {
        var violations: [Violation] = []
        let catalogue = UnitCatalogue(known, changedBy: units.map(\.value))
        for unit in units {
            let record = unit.value
            let clashes = catalogue.history(of: record.code).filter { $0.validity.overlaps(record.validity) }
            // The record itself is among them.
            if clashes.count > 1 { violations.append(overlap(record, clashes).at(unit.place)) }
            if let parent = record.parent, !catalogue.covers(parent, during: record.validity) {
                violations.append(
                    Violation(
                        "unit-parent-unknown",
                        vi: "đơn vị cấp trên \(parent) không tồn tại suốt thời gian của \(record.code)",
                        en: "the parent \(parent) does not exist during all the time of \(record.code)",
                        at: Place(column: "parent_code")
                    ).at(unit.place))
            }
        }
        return violations
    }

    /// Edges from or to what does not exist on their day, twice the same, or at odds with one another.
    ///
    /// Violations: `lineage-from-unknown`, `lineage-to-unknown`, `lineage-twice`,
    /// `lineage-several-successors`, `lineage-several-continuations`. An edge leads from the day before to
    /// its day, so that no chain of edges that passes here can come back to where it began.
    public static func violations(
        lineage: [Located<LineageEdge>], known: [LineageEdge] = [], units: UnitCatalogue
    ) -> [Violation] {
        var violations: [Violation] = []
        var seen = Set<Pair>()
        // What the file says of two units takes the place of what is known of them.
        let corrected = Set(lineage.map { Pair($0.value) })
        let standing = known.filter { !corrected.contains(Pair($0)) }
        var successors = Grouping(standing, by: \.from)
        var continued = Grouping(standing.filter { $0.relation == .continues }, by: \.to)
        for located in lineage {
            let edge = located.value
            var found: [Violation] = []
            if units.unit(edge.from, on: edge.effectiveDate.adding(days: -1)) == nil {
                found.append(
                    unknown(
                        edge.from, "lineage-from-unknown", edge.effectiveDate.adding(days: -1), "from_code"))
            }
            if units.unit(edge.to, on: edge.effectiveDate) == nil {
                found.append(unknown(edge.to, "lineage-to-unknown", edge.effectiveDate, "to_code"))
            }
            if !seen.insert(Pair(edge)).inserted {
                found.append(
                    Violation(
                        "lineage-twice", vi: "dòng này đã có trong tệp: \(edge.from) → \(edge.to)",
                        en: "this is in the file already: \(edge.from) → \(edge.to)"))
            } else {
                let others = successors.add(edge)
                if let other = others.first(where: { $0.isWhole && edge.isWhole }) {
                    found.append(
                        Violation(
                            "lineage-several-successors",
                            vi: "\(edge.from) đã chuyển trọn sang \(other.to); nếu bị chia thì dùng part_of",
                            en: "all of \(edge.from) went to \(other.to) already; use part_of for a split",
                            at: Place(column: "to_code")))
                }
                if edge.relation == .continues,
                    let other = continued.add(edge).first(where: { $0.from != edge.from })
                {
                    found.append(
                        Violation(
                            "lineage-several-continuations",
                            vi:
                                "\(edge.to) đã là sự tiếp tục của \(other.from); chỉ một đơn vị có thể tiếp tục",
                            en: "\(edge.to) continues \(other.from) already; only one unit can go on as it",
                            at: Place(column: "relation")))
                }
            }
            violations.append(contentsOf: found.map { $0.at(located.place) })
        }
        return violations
    }

    /// Provinces in two regions at once, or that do not exist all the while.
    ///
    /// Violations: `region-overlap`, `region-province-unknown`.
    public static func violations(
        regions: [Located<RegionMember>], known: [RegionMember] = [], units: UnitCatalogue
    ) -> [Violation] {
        var violations: [Violation] = []
        var byProvince: [UnitCode: [RegionMember]] = Dictionary(grouping: known, by: \.province)
        for located in regions {
            // A row takes the place of what the registry has for the province from the same day.
            byProvince[located.value.province]?.removeAll { $0.validity.from == located.value.validity.from }
        }
        for located in regions {
            let member = located.value
            if byProvince[member.province]?.contains(where: { $0.validity.overlaps(member.validity) }) == true
            {
                violations.append(
                    Violation(
                        "region-overlap",
                        vi: "tỉnh \(member.province) đã thuộc một khu vực trong thời gian này",
                        en: "the province \(member.province) belongs to a region during that time already",
                        at: Place(column: "province_code")
                    ).at(located.place))
            }
            byProvince[member.province, default: []].append(member)
            if !units.covers(member.province, during: member.validity) {
                violations.append(
                    Violation(
                        "region-province-unknown",
                        vi: "tỉnh \(member.province) không tồn tại suốt thời gian này",
                        en: "the province \(member.province) does not exist during all that time",
                        at: Place(column: "province_code")
                    ).at(located.place))
            }
        }
        return violations
    }

    // MARK: Parts

    private static func overlap(_ record: UnitRecord, _ clashes: [UnitRecord]) -> Violation {
        let isTwice = clashes.filter { $0.validity.from == record.validity.from }.count > 1
        return isTwice
            ? Violation(
                "unit-twice", vi: "mã \(record.code) có hai lần từ cùng một ngày",
                en: "the code \(record.code) is there twice from the same day",
                at: Place(column: "valid_from"))
            : Violation(
                "unit-validity-overlap",
                vi: "thời gian của mã \(record.code) chồng lên một thời gian khác của mã này",
                en: "the time of the code \(record.code) overlaps another time of that code",
                at: Place(column: "valid_from"))
    }

    private static func unknown(_ unit: UnitCode, _ code: String, _ day: Day, _ column: String) -> Violation {
        Violation(
            code, vi: "không có đơn vị \(unit.level.name.vi) mã \(unit) vào ngày \(day.vietnamese)",
            en: "there is no \(unit.level.name.en) \(unit) on \(day.iso)", at: Place(column: column))
    }

    private struct Pair: Hashable {
        let from: UnitCode
        let to: UnitCode
        let day: Day

        init(_ edge: LineageEdge) {
            from = edge.from
            to = edge.to
            day = edge.effectiveDate
        }
    }

    /// Edges of one day that share an end.
    private struct Grouping {
        private struct Key: Hashable {
            let unit: UnitCode
            let day: Day
        }

        private var edges: [Key: [LineageEdge]] = [:]
        private let end: @Sendable (LineageEdge) -> UnitCode

        init(_ known: [LineageEdge], by end: @escaping @Sendable (LineageEdge) -> UnitCode) {
            self.end = end
            for edge in known { _ = add(edge) }
        }

        /// The edges that were there before.
        mutating func add(_ edge: LineageEdge) -> [LineageEdge] {
            let key = Key(unit: end(edge), day: edge.effectiveDate)
            let before = edges[key, default: []]
            edges[key] = before + [edge]
            return before
        }
    }
}

extension LineageEdge {
    /// True if all of the unit went there: such an edge is the only one of its kind.
    var isWhole: Bool { relation != .partOf }
}
