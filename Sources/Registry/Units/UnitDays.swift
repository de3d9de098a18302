import RuralIndustry

/// What rests on the days of the units that a file brings: units below them that stand in the registry, and the lineage of
/// the file and of the registry.
struct UnitDays {
    private let changed: [UnitCode: Place]
    private let after: UnitCatalogue

    /// `after` is the registry as the file would leave it.
    init(_ units: [Located<UnitRecord>], after: UnitCatalogue) {
        changed = Dictionary(units.map { ($0.value.code, $0.place) }) { first, _ in first }
        self.after = after
    }

    /// For each changed unit that units of the registry lie in, on days on which it would no longer exist. The file's own
    /// rows are checked by `UnitChecks`.
    func violations(below known: [UnitRecord]) -> [Violation] {
        var stranded: [UnitCode: [UnitRecord]] = [:]
        for unit in known {
            guard let parent = unit.parent, changed[parent] != nil, changed[unit.code] == nil,
                !after.covers(parent, during: unit.validity)
            else { continue }
            stranded[parent, default: []].append(unit)
        }
        return stranded.sorted { $0.key < $1.key }.map { parent, units in
            let some = units.map(\.code.text).sorted().prefix(3).joined(separator: ", ")
            return Violation(
                "unit-parent-unknown",
                vi:
                    "\(units.count) đơn vị thuộc \(parent) (\(some)) có những ngày mà \(parent) không còn tồn tại; chuyển các đơn vị đó sang nơi khác trước, hoặc nhập tất cả trong một tệp",
                en:
                    "\(units.count) units of \(parent) (\(some)) have days on which \(parent) would not exist; move them elsewhere first, or import all in one file",
                at: changed[parent] ?? Place())
        }
    }

    /// For each edge that would not lead from a unit that ends on its day to one that exists on it. Ends that are not there at
    /// all are told by `UnitChecks`.
    func violations(lineage: [Located<LineageEdge>], known: [LineageEdge]) -> [Violation] {
        let corrected = Set(lineage.map { EdgeKey($0.value) })
        let standing = known.filter { !corrected.contains(EdgeKey($0)) }.compactMap { edge in
            (changed[edge.from] ?? changed[edge.to]).map { Located(edge, at: $0) }
        }
        return lineage.compactMap { told($0, mayLackEnds: true) }
            + standing.compactMap { told($0, mayLackEnds: false) }
    }

    /// For each changed province that would end while the registry has it in a region. The file's own memberships are checked by
    /// `UnitChecks`.
    func violations(regions: [Located<RegionMember>], known: [RegionMember]) -> [Violation] {
        known.compactMap { member in
            guard let place = changed[member.province],
                !after.covers(member.province, during: member.validity),
                !regions.contains(where: {
                    $0.value.province == member.province && $0.value.validity.from == member.validity.from
                })
            else { return nil }
            return Violation(
                "region-province-unknown",
                vi:
                    "tỉnh \(member.province) thuộc \(member.region.name.vi) cả vào những ngày mà tỉnh không còn tồn tại; nhập cùng tệp khu vực",
                en:
                    "the province \(member.province) is in \(member.region.name.en) on days on which it would not exist; import the regions with it",
                at: place)
        }
    }

    private func told(_ located: Located<LineageEdge>, mayLackEnds: Bool) -> Violation? {
        let edge = located.value
        let from = after.unit(edge.from, on: edge.effectiveDate.adding(days: -1))
        let to = after.unit(edge.to, on: edge.effectiveDate)
        if mayLackEnds, from == nil || to == nil { return nil }
        if from?.validity.to == edge.effectiveDate, to != nil { return nil }
        let day = edge.effectiveDate
        return Violation(
            "lineage-days",
            vi:
                "\(edge.from) → \(edge.to) ngày \(day.vietnamese): đơn vị cũ phải kết thúc và đơn vị mới phải tồn tại vào ngày đó",
            en:
                "\(edge.from) → \(edge.to) on \(day.iso): the old unit must end and the new one exist on that day",
            at: located.place)
    }
}
