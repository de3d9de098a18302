/// One field of the reference data that a file or an act changes: what it was and what it is now.
public struct UnitChange: Hashable, Sendable {
    /// What kind of record it is in.
    public enum What: String, CaseIterable, Hashable, Sendable {
        case unit, lineage, region, authority

        public var name: Bilingual {
            switch self {
            case .unit: Bilingual(vi: "Đơn vị", en: "Unit")
            case .lineage: Bilingual(vi: "Phả hệ", en: "Lineage")
            case .region: Bilingual(vi: "Khu vực", en: "Region")
            case .authority: Bilingual(vi: "Tên cơ quan", en: "Authority")
            }
        }
    }

    public let what: What
    /// `22`; `27 → 24` for an edge, the province's code for a region, the level for an authority.
    public let code: String
    /// The day on which the record begins, or of the edge; nil: since ever.
    public let day: Day?
    /// The column's name in files.
    public let field: String
    public let before: String?
    public let after: String?

    public init(what: What, code: String, day: Day?, field: String, before: String?, after: String?) {
        self.what = what
        self.code = code
        self.day = day
        self.field = field
        self.before = before
        self.after = after
    }
}

extension Fields {
    /// The columns in which `after` says something else, but for those that follow from others.
    func changes(
        to after: Fields, _ what: UnitChange.What, _ code: String, from day: Day?,
        leavingOut derived: Set<Column> = []
    ) -> [UnitChange] {
        Column.allCases.filter { self[$0] != after[$0] && !derived.contains($0) }.map { column in
            UnitChange(
                what: what, code: code, day: day, field: column.name, before: self[column],
                after: after[column])
        }
    }
}

extension UnitRecord {
    /// The fields in which `after`, which has the same code and beginning, differs.
    public func changes(to after: UnitRecord) -> [UnitChange] {
        fields.changes(to: after.fields, .unit, code.text, from: validity.from)
    }

    /// `correction`, with this record's spelling of the names where nothing but the spelling differs, so that
    /// a correction of one field does not bring another spelling of the others.
    public func corrected(by correction: UnitRecord) -> UnitRecord {
        UnitRecord(
            code: correction.code, name: Spelling.isSame(name, correction.name) ? name : correction.name,
            fullName: Spelling.isSame(fullName, correction.fullName) ? fullName : correction.fullName,
            kind: correction.kind, parent: correction.parent, validity: correction.validity)
    }
}

extension LineageEdge {
    /// `27 → 24`
    public var text: String { "\(from) → \(to)" }

    /// The fields in which `after`, which has the same ends and day, differs.
    public func changes(to after: LineageEdge) -> [UnitChange] {
        fields.changes(to: after.fields, .lineage, text, from: effectiveDate)
    }
}

extension RegionMember {
    /// The fields in which `after`, which has the same province and beginning, differs.
    public func changes(to after: RegionMember) -> [UnitChange] {
        fields.changes(
            to: after.fields, .region, province.text, from: validity.from, leavingOut: [.regionName])
    }
}
