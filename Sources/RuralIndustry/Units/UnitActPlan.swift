/// What an act makes of the units of its day: records as a file would bring them, an ended one before the one
/// that begins.
public struct UnitActPlan: Hashable, Sendable {
    public var units: [UnitRecord] = []
    public var lineage: [LineageEdge] = []
    /// Memberships that end with their province.
    public var regions: [RegionMember] = []
    /// What the act makes different, field by field: of the unit that begins against the one that goes on as
    /// it, and of the edges.
    public var changes: [UnitChange] = []
}

extension UnitAct {
    /// What this act makes of the registry, or everything that speaks against it. An act that is recorded already
    /// gives what is there, so that saving it changes nothing.
    ///
    /// Nothing else is moved: what lies in a unit keeps its parent by code, and it is for the checks of the import
    /// to say that units would be left without one. Violations: `unknown-unit`, `unit-act-day`, `unit-act-nothing`,
    /// `unit-act-target-unknown`, `unit-act-full-name`, `unit-act-code-taken`, `unit-act-itself`,
    /// `unit-act-later-change`, `unit-act-recorded-otherwise`, and those of `UnitRecord.parse`.
    public func plan(
        units: UnitCatalogue, lineage: [LineageEdge], regions: [RegionMember]
    ) throws(Refusal) -> UnitActPlan {
        var planning = UnitActPlanning(
            act: self, units: units, regions: regions,
            edges: Dictionary(grouping: lineage.filter { $0.effectiveDate == day }, by: \.from))
        switch outcome {
        case .mergesInto(let target):
            planning.end(code, as: .mergedInto, in: [target], UnitActColumn.mergeInto)
        case .splitsInto(let parts): planning.end(code, as: .partOf, in: parts, .splitInto)
        case .goesOn(let renewal): planning.renew(renewal)
        }
        try Refusal.throwIfAny(planning.violations)
        return planning.plan
    }
}

private struct UnitActPlanning {
    let act: UnitAct
    let units: UnitCatalogue
    let regions: [RegionMember]
    /// Those of the day of the act, by what they lead from.
    let edges: [UnitCode: [LineageEdge]]
    var plan = UnitActPlan()
    var violations: [Violation] = []

    private var eve: Day { act.day.adding(days: -1) }

    // MARK: A unit that ends

    mutating func end(
        _ code: UnitCode, as relation: LineageRelation, in targets: [UnitCode], _ column: UnitActColumn
    ) {
        for target in targets where units.unit(target, on: act.day) == nil {
            report(.unknownTarget(target, on: act.day), in: column)
        }
        guard let before = predecessor(code, in: .code) else { return }
        close(before, goesOn: false, by: targets.map { edge(from: code, to: $0, relation) }, in: .on)
        endRegion(of: code)
    }

    // MARK: A unit that begins

    mutating func renew(_ renewal: UnitAct.Renewal) {
        let holder = units.unit(act.code, on: eve)
        let base = renewal.continues ?? (holder == nil ? nil : act.code)
        if let base, renewal.merged.contains(base) {
            report(.goesOnAndMerges(base), in: .alsoMerge)
            return
        }
        if let holder, base != act.code, !renewal.merged.contains(act.code) {
            report(.codeTaken(holder), in: .continues)
        }
        if base == nil, renewal.merged.isEmpty {
            _ = predecessor(act.code, in: .code)
            return
        }
        let before = base.flatMap { predecessor($0, in: renewal.continues == nil ? .code : .continues) }
        if base != nil, before == nil { return }
        let merged = renewal.merged.compactMap { predecessor($0, in: .alsoMerge) }
        guard let now = successor(of: before, renewal) else { return }
        if let before, before.code == act.code, merged.isEmpty, before.differsOnlyInDays(from: now) {
            report(.nothingChanges(before), in: .act)
            return
        }
        if let standing = units.unit(act.code, on: act.day), standing.validity.from == act.day,
            !standing.isUnchanged(by: now)
        {
            report(.recordedOtherwise(standing.code, as: standing.fullName, on: act.day), in: .on)
            return
        }
        if let before {
            close(
                before, goesOn: true, by: [edge(from: before.code, to: act.code, .continues)],
                in: renewal.continues == nil ? .code : .continues)
        }
        for unit in merged {
            close(unit, goesOn: false, by: [edge(from: unit.code, to: act.code, .mergedInto)], in: .alsoMerge)
        }
        for unit in [before].compactMap(\.self) + merged where unit.code != act.code {
            endRegion(of: unit.code)
        }
        plan.units.append(now)
        plan.changes.insert(contentsOf: now.changes(from: before), at: 0)
    }

    /// The unit as it is from the day of the act; nil if it cannot be.
    private mutating func successor(of before: UnitRecord?, _ renewal: UnitAct.Renewal) -> UnitRecord? {
        let standing = units.unit(act.code, on: act.day).flatMap { $0.validity.from == act.day ? $0 : nil }
        let end: Day? =
            if let standing { standing.validity.to } else {
                before?.validity.to.flatMap { $0 == act.day ? nil : $0 }
            }
        var fields = (before?.fields ?? Fields()).changed(by: renewal.values)
        fields[.code] = act.code.text
        fields[.level] = act.code.level.rawValue
        fields[.validFrom] = act.day.iso
        fields[.validTo] = end?.iso ?? ""
        let now: UnitRecord
        do throws(Refusal) {
            now = try UnitRecord.parse(fields)
        } catch {
            violations += error.violations
            return nil
        }
        if let before, renewal.values[.fullName] == nil,
            before.kind != now.kind || !Spelling.isSame(before.name, now.name)
        {
            report(.fullNameMissing(before), in: .fullName)
        }
        return now
    }

    // MARK: Parts

    /// The unit that has the code the day before the act.
    private mutating func predecessor(_ code: UnitCode, in column: UnitActColumn) -> UnitRecord? {
        if let unit = units.unit(code, on: eve) { return unit }
        report(
            units.unit(code, on: act.day).map { .beginsThen($0, on: act.day) }
                ?? .unknownUnit(code, before: act.day, knownAs: units.history(of: code)), in: column)
        return nil
    }

    /// Lets a unit end on the day of the act with these edges, unless something else is recorded of it.
    private mutating func close(
        _ unit: UnitRecord, goesOn: Bool, by expected: [LineageEdge], in column: UnitActColumn
    ) {
        let standing = edges[unit.code, default: []]
        if !standing.isEmpty, Set(standing) != Set(expected) {
            let told = standing.map { "\($0.text) (\($0.relation.rawValue), \($0.legalBasis ?? "–"))" }
            report(
                .recordedOtherwise(unit.code, as: told.joined(separator: "; "), on: act.day), in: column)
            return
        }
        if let end = unit.validity.to, end > act.day, !goesOn {
            report(.changesLater(unit, on: end), in: column)
            return
        }
        plan.units.append(unit.ending(on: act.day))
        plan.lineage += expected
        plan.changes += expected.flatMap { edge in
            Fields<LineageColumn>().changes(
                to: edge.fields, .lineage, edge.text, from: edge.effectiveDate,
                leavingOut: [.level, .fromCode, .toCode, .effectiveDate])
        }
    }

    /// A province that ends leaves its region.
    private mutating func endRegion(of code: UnitCode) {
        guard units.unit(code, on: act.day)?.validity.from != act.day else { return }
        for member in regions where member.province == code && member.validity.contains(eve) {
            guard let validity = Validity(from: member.validity.from, to: act.day) else { continue }
            plan.regions.append(
                RegionMember(
                    region: member.region, province: code, validity: validity, status: member.status,
                    legalBasis: member.legalBasis))
        }
    }

    private func edge(from: UnitCode, to: UnitCode, _ relation: LineageRelation) -> LineageEdge {
        LineageEdge(
            from: from, to: to, relation: relation, effectiveDate: act.day, legalBasis: act.legalBasis)
    }

    private mutating func report(_ violation: Violation, in column: UnitActColumn) {
        violations.append(violation.inColumn(column.name))
    }
}

extension UnitRecord {
    fileprivate func ending(on day: Day) -> UnitRecord {
        UnitRecord(
            code: code, name: name, fullName: fullName, kind: kind, parent: parent,
            validity: Validity(from: validity.from, to: day) ?? validity)
    }

    fileprivate func differsOnlyInDays(from other: UnitRecord) -> Bool {
        kind == other.kind && parent == other.parent && Spelling.isSame(name, other.name)
            && Spelling.isSame(fullName, other.fullName)
    }

    /// The fields of a unit that begins which are not those of the one that goes on as it.
    fileprivate func changes(from before: UnitRecord?) -> [UnitChange] {
        (before?.fields ?? Fields()).changes(
            to: fields, .unit, code.text, from: validity.from,
            leavingOut: [.code, .level, .validFrom, .validTo])
    }
}

extension Violation {
    fileprivate static func unknownTarget(_ code: UnitCode, on day: Day) -> Violation {
        Violation(
            "unit-act-target-unknown",
            vi: "không có đơn vị \(code) vào ngày \(day.vietnamese) để nhập vào",
            en: "there is no unit \(code) on \(day.iso) to go into")
    }

    fileprivate static func unknownUnit(
        _ code: UnitCode, before day: Day, knownAs others: [UnitRecord]
    ) -> Violation {
        let known = others.map {
            "\($0.fullName) (\($0.validity.from?.vietnamese ?? "…") – \($0.validity.to?.vietnamese ?? "…"))"
        }.joined(separator: "; ")
        return Violation(
            "unknown-unit",
            vi: "không có đơn vị nào mang mã \(code) ngay trước ngày \(day.vietnamese)"
                + (known.isEmpty ? "" : "; mã này là của \(known)"),
            en: "no unit has the code \(code) just before \(day.iso)"
                + (known.isEmpty ? "" : "; it belongs to \(known)"))
    }

    fileprivate static func beginsThen(_ unit: UnitRecord, on day: Day) -> Violation {
        let since = unit.validity.from ?? day
        return Violation(
            "unit-act-day",
            vi:
                "\(unit.fullName) (\(unit.code)) bắt đầu từ \(since.vietnamese); ngày thay đổi phải sau ngày đó, không thể là \(day.vietnamese)",
            en:
                "\(unit.fullName) (\(unit.code)) begins on \(since.iso); a change comes after that day, not on \(day.iso)"
        )
    }

    fileprivate static func nothingChanges(_ unit: UnitRecord) -> Violation {
        Violation(
            "unit-act-nothing",
            vi:
                "\(unit.fullName) (\(unit.code)) đã đúng như vậy trước ngày đó; cho biết điều thay đổi (--kind, --full-name, --merge-into …)",
            en:
                "\(unit.fullName) (\(unit.code)) was like this before that day already; say what changes (--kind, --full-name, --merge-into …)"
        )
    }

    fileprivate static func fullNameMissing(_ unit: UnitRecord) -> Violation {
        Violation(
            "unit-act-full-name",
            vi: "tên hoặc loại thay đổi thì phải ghi tên đầy đủ mới; nay là “\(unit.fullName)”",
            en: "with another name or kind the new full name must be given; it is “\(unit.fullName)” so far")
    }

    fileprivate static func codeTaken(_ unit: UnitRecord) -> Violation {
        Violation(
            "unit-act-code-taken",
            vi:
                "mã \(unit.code) đang là của \(unit.fullName); đơn vị đó nhập vào thì ghi cả trong also_merge",
            en:
                "the code \(unit.code) belongs to \(unit.fullName); if that goes in too, name it in also_merge"
        )
    }

    fileprivate static func goesOnAndMerges(_ code: UnitCode) -> Violation {
        Violation(
            "unit-act-itself", vi: "đơn vị \(code) tiếp tục, không thể vừa tiếp tục vừa bị nhập",
            en: "the unit \(code) goes on; it cannot be merged as well")
    }

    fileprivate static func changesLater(_ unit: UnitRecord, on day: Day) -> Violation {
        Violation(
            "unit-act-later-change",
            vi:
                "\(unit.fullName) (\(unit.code)) đã có thay đổi sau đó, vào ngày \(day.vietnamese); xem `cnnt unit lineage`, sửa bằng `cnnt unit import`",
            en:
                "\(unit.fullName) (\(unit.code)) changes later, on \(day.iso); see `cnnt unit lineage`, correct it with `cnnt unit import`"
        )
    }

    fileprivate static func recordedOtherwise(_ code: UnitCode, as told: String, on day: Day) -> Violation {
        Violation(
            "unit-act-recorded-otherwise",
            vi:
                "đã ghi một thay đổi khác của \(code) vào ngày \(day.vietnamese): \(told); sửa bằng `cnnt unit import`",
            en:
                "another change of \(code) on \(day.iso) is recorded already: \(told); correct it with `cnnt unit import`"
        )
    }
}
