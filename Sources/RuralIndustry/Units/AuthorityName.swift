/// The columns of the file of authorities' names.
public enum AuthorityColumn: Int, RecordColumn {
    case level, name, signatoryTitle, validFrom, validTo, status, legalBasis

    public static let names = [
        "level", "name", "signatory_title", "valid_from", "valid_to", "status", "legal_basis",
    ]
    public static let required: [AuthorityColumn] = [.level, .name, .signatoryTitle, .validFrom, .validTo]
}

/// What the authority of regional or national rounds is called during a stretch of time, and the title under
/// which its head signs. Ministries and their departments are renamed: the name on a paper is that of its day.
public struct AuthorityName: Hashable, Sendable {
    /// Regional or national: below, the authority is the people's committee of a unit.
    public let level: SelectionLevel
    public let authority: Authority
    public let validity: Validity
    /// Provisional where the days are a choice, as no text was seen that states them.
    public let status: RegionStatus
    public let legalBasis: String?

    public static let levels: [SelectionLevel] = [.regional, .national]

    public init(
        level: SelectionLevel, authority: Authority, validity: Validity, status: RegionStatus,
        legalBasis: String?
    ) {
        self.level = level
        self.authority = authority
        self.validity = validity
        self.status = status
        self.legalBasis = legalBasis
    }

    /// Reads a row; throws everything that is wrong with it. Without a status the days count as stated.
    ///
    /// Violations beside those of every field: `authority-level`, `authority-status-unknown`,
    /// `validity-empty`, `date-unreadable`.
    public static func parse(
        _ fields: Fields<AuthorityColumn>, _ notation: Notation = .plain
    ) throws(Refusal) -> AuthorityName {
        var reader = FieldReader(fields, notation)
        let level = reader.requiredChoice(.level, SelectionLevel.self, code: "authority-level")
        if let level, !levels.contains(level) {
            reader.report(
                Violation(
                    "authority-level",
                    vi:
                        "\(level.name.vi) do Ủy ban nhân dân tổ chức, tên lấy theo đơn vị hành chính; ở đây chỉ ghi regional, national",
                    en:
                        "the people's committee of a unit holds rounds of the \(level.name.en); only regional and national are named here"
                ), in: .level)
        }
        let name = reader.requiredText(.name, limit: TextLimit.name)
        let title = reader.requiredText(.signatoryTitle, limit: TextLimit.name)
        let validity = reader.validity(from: .validFrom, to: .validTo)
        let status = reader.choice(.status, RegionStatus.self, code: "authority-status-unknown")
        let basis = reader.text(.legalBasis)
        guard reader.violations.isEmpty, let level, let name, let title, let validity else {
            throw reader.refusal
        }
        return AuthorityName(
            level: level, authority: Authority(name: name, signatoryTitle: title), validity: validity,
            status: status ?? .stated, legalBasis: basis)
    }

    public var fields: Fields<AuthorityColumn> {
        Fields(texts: [
            level.rawValue, authority.name, authority.signatoryTitle, validity.from?.iso, validity.to?.iso,
            status.rawValue, legalBasis,
        ])
    }

    /// The fields in which `after`, which takes its place, differs.
    public func changes(to after: AuthorityName) -> [UnitChange] {
        fields.changes(to: after.fields, .authority, level.rawValue, from: validity.from)
    }

    /// For each row what it takes the place of: the name of its level from the same day, else the same name on days
    /// that overlap, whose beginning it corrects. Nil: the row is new.
    public static func replaced(by names: [AuthorityName], in known: [AuthorityName]) -> [AuthorityName?] {
        var free = known
        func take(_ isMeant: (AuthorityName) -> Bool) -> AuthorityName? {
            free.firstIndex(where: isMeant).map { free.remove(at: $0) }
        }
        let byBeginning = names.map { name in
            take { $0.level == name.level && $0.validity.from == name.validity.from }
        }
        return zip(names, byBeginning).map { name, found in
            found
                ?? take {
                    $0.level == name.level && $0.validity.overlaps(name.validity)
                        && Spelling.isSame($0.authority.name, name.authority.name)
                }
        }
    }

    /// Levels that would have two names on one day. Violation: `authority-overlap`.
    public static func violations(
        _ names: [Located<AuthorityName>], known: [AuthorityName] = []
    ) -> [Violation] {
        let replaced = Set(replaced(by: names.map(\.value), in: known).compactMap(\.self))
        var standing = known.filter { !replaced.contains($0) }
        var violations: [Violation] = []
        for located in names {
            let name = located.value
            if let other = standing.first(where: {
                $0.level == name.level && $0.validity.overlaps(name.validity)
            }) {
                violations.append(
                    Violation(
                        "authority-overlap",
                        vi: "\(name.level.name.vi) đã có tên “\(other.authority.name)” trong thời gian này",
                        en: "the \(name.level.name.en) is called “\(other.authority.name)” during that time",
                        at: Place(column: "valid_from")
                    ).at(located.place))
            }
            standing.append(name)
        }
        return violations
    }
}
