/// What became of a unit.
public enum LineageRelation: String, CaseIterable, Hashable, Sendable {
    /// The same unit goes on, perhaps with another code, name, kind, or with more territory.
    case continues
    /// All of it went into another unit.
    case mergedInto = "merged_into"
    /// A part of it went into another unit: which part is not known, so that nothing is counted there by
    /// guess.
    case partOf = "part_of"
    /// A level was abolished; its territory belongs to the unit above (districts on 1 July 2025).
    case abolishedInto = "abolished_into"

    public var name: Bilingual {
        switch self {
        case .continues: Bilingual(vi: "tiếp tục là", en: "continues as")
        case .mergedInto: Bilingual(vi: "nhập vào", en: "merged into")
        case .partOf: Bilingual(vi: "một phần nhập vào", en: "partly went into")
        case .abolishedInto: Bilingual(vi: "kết thúc hoạt động, thuộc", en: "abolished into")
        }
    }
}

/// The columns of the lineage file.
public enum LineageColumn: Int, RecordColumn {
    case level, fromCode, toCode, relation, effectiveDate, legalBasis

    public static let names = ["level", "from_code", "to_code", "relation", "effective_date", "legal_basis"]
    public static let required: [LineageColumn] = [.level, .fromCode, .toCode, .relation, .effectiveDate]
}

/// What a unit that existed until the day before became on a day, by which act.
public struct LineageEdge: Hashable, Sendable {
    /// The unit of the day before `effectiveDate`.
    public let from: UnitCode
    /// The unit of `effectiveDate`.
    public let to: UnitCode
    public let relation: LineageRelation
    public let effectiveDate: Day
    public let legalBasis: String?

    public var level: UnitLevel { from.level }

    public init(
        from: UnitCode, to: UnitCode, relation: LineageRelation, effectiveDate: Day, legalBasis: String?
    ) {
        self.from = from
        self.to = to
        self.relation = relation
        self.effectiveDate = effectiveDate
        self.legalBasis = legalBasis
    }

    /// Reads a row; throws everything that is wrong with it.
    ///
    /// Violations beside those of every field: `unit-level-unknown`, `unit-code-unreadable`,
    /// `unit-code-level`, `lineage-relation-unknown`, `lineage-level`, `date-unreadable`.
    public static func parse(
        _ fields: Fields<LineageColumn>, _ notation: Notation = .plain
    ) throws(Refusal) -> LineageEdge {
        var reader = FieldReader(fields, notation)
        let level = reader.requiredChoice(.level, UnitLevel.self, code: "unit-level-unknown")
        let from = reader.requiredValue(.fromCode) { (text) throws(Violation) in
            if let level { try UnitCode(text, level: level) } else { try UnitCode(text) }
        }
        let to = reader.requiredValue(.toCode) { (text) throws(Violation) in try UnitCode(text) }
        let relation = reader.requiredChoice(
            .relation, LineageRelation.self, code: "lineage-relation-unknown")
        if let level, let to, let relation {
            if relation == .abolishedInto ? to.level >= level : to.level != level {
                reader.report(
                    Violation(
                        "lineage-level",
                        vi: relation == .abolishedInto
                            ? "đơn vị bị bãi bỏ phải thuộc về một đơn vị cấp trên"
                            : "hai đơn vị phải cùng \(level.name.vi)",
                        en: relation == .abolishedInto
                            ? "what is abolished must belong to a unit of a higher level"
                            : "both units must be of the level \(level.rawValue)"), in: .toCode)
            }
        }
        let date = reader.requiredDay(.effectiveDate)
        let basis = reader.text(.legalBasis)
        guard reader.violations.isEmpty, let from, let to, let relation, let date else {
            throw reader.refusal
        }
        return LineageEdge(from: from, to: to, relation: relation, effectiveDate: date, legalBasis: basis)
    }

    public var fields: Fields<LineageColumn> {
        Fields(texts: [
            level.rawValue, from.text, to.text, relation.rawValue, effectiveDate.iso, legalBasis,
        ])
    }
}
