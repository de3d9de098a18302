import Postgres
public import RuralIndustry

/// What an import of earlier years' awards did.
public struct AwardImportReport: Hashable, Sendable {
    public let added: Int
    public let unchanged: Int
    /// Added, but their establishment or product is not in the registry: shown by unit and name only.
    public let unlinked: Int
}

extension Registry {
    /// Records awards of earlier years: all or none, with every bad row told. Codes are read on the day of the decision. An
    /// award that is recorded already changes nothing.
    ///
    /// A row is tied to an establishment by its tax code and to a product by its external id, which must exist; without them
    /// by the exact name, if just one record in the issuer's territory has it. Nothing is tied by guess.
    public func importAwards(
        _ awards: [Located<EarlierAward>], as viewer: Viewer, dryRun: Bool = false
    ) async throws -> AwardImportReport {
        try await change(.awardImport, of: .listed("award"), as: viewer, dryRun: dryRun) { session in
            var wrong = try session.copyIncoming(awards)
            try session.script(AwardLinks.script)
            wrong += try session.query(AwardLinks.violations) { row in
                let text: String = try row("detail")
                return (
                    row: Int(try row("row", as: Int32.self)),
                    violation: .notRegistered(text, code: try row("code"), column: try row("in_column"))
                )
            }
            wrong += try session.query(AwardLinks.certificateViolations) { row in
                let issuedOn: Day = try row("issued_on")
                return (
                    row: Int(try row("row", as: Int32.self)),
                    violation: try row("is_taken", as: Bool.self)
                        ? .certificateNumberTaken : .validityNotStated(try row("level"), issuedOn: issuedOn)
                )
            }
            try Refusal.throwIfAny(
                wrong.sorted { $0.row < $1.row }.map { $0.violation.at(awards[$0.row].place) })
            let report = try session.one(AwardLinks.insert) { row in
                let added = Int(try row("added", as: Int64.self))
                return AwardImportReport(
                    added: added, unchanged: awards.count - added,
                    unlinked: Int(try row("unlinked", as: Int64.self)))
            }
            if let given = viewer.reach(.awardImport).givenAwards("a"),
                try session.value(
                    "SELECT EXISTS (SELECT FROM award a WHERE a.audit_id = current_audit() AND " + given
                        + " IS NOT TRUE)")
            {
                throw Refusal(.outsideReach(viewer, .awardImport))
            }
            return report
        }
    }
}

/// What is wrong with a row, counted from 0.
private typealias WrongAward = (row: Int, violation: Violation)

/// Who gave an award, as it is written down.
private struct IssuerRecord {
    let code: String
    var unit: KnownUnit?
    var region: Region?
    let name: String
}

extension Session {
    /// Copies the awards whose issuer there is on the day of the decision into a temporary table `incoming_award`; returns what
    /// is wrong with the others. `row` counts from 0.
    fileprivate func copyIncoming(_ awards: [Located<EarlierAward>]) throws -> [WrongAward] {
        var wrong: [WrongAward] = []
        var issuers = IssuerBook()
        var terms = CertificateTerms()
        // Looked up before the copying, during which no other statement can run.
        var known: [(issuer: IssuerRecord, validTo: Day?)?] = []
        known.reserveCapacity(awards.count)
        for (row, award) in awards.enumerated() {
            do {
                let award = award.value
                let issuer = try issuers.issuer(of: award, in: self)
                let term =
                    try award.validTo
                    ?? terms.lastDay(
                        of: award.level, issuedOn: award.issueDate ?? award.decisionDate, in: self)
                known.append((issuer, term))
            } catch let refusal as Refusal {
                known.append(nil)
                wrong.append((row, refusal.violations[0]))
            }
        }
        try script(AwardLinks.incoming)
        try copyIn("COPY incoming_award FROM STDIN") { writer in
            for (row, award) in awards.enumerated() {
                guard let (issuer, validTo) = known[row] else { continue }
                try writer.row { $0.award(award.value, row, issuer, validTo: validTo) }
            }
        }
        try script("ANALYZE incoming_award")
        return wrong
    }
}

extension CopyRow {
    /// A row of `incoming_award`.
    fileprivate mutating func award(_ award: EarlierAward, _ row: Int, _ issuer: IssuerRecord, validTo: Day?)
    {
        int(row)
        text(award.productName)
        text(award.establishmentName)
        text(Folded(award.establishmentName).text)
        text(award.level.rawValue)
        int(award.year)
        text(issuer.code)
        int(issuer.unit?.id)
        text(issuer.unit?.record.level.rawValue)
        text(issuer.region?.rawValue)
        text(issuer.name)
        text(award.decisionNumber)
        text(award.decisionDate.iso)
        text(award.establishmentTaxCode?.text)
        text(award.productExternalID)
        text(award.group?.rawValue)
        text(award.awardClass)
        text(award.source ?? "import")
        text(award.documentSHA256)
        text(award.certificateNumber)
        bool(award.certificateNumber != nil || award.issueDate != nil)
        text((award.issueDate ?? award.decisionDate).iso)
        text(validTo?.iso)
    }
}

/// The issuers of a file's awards, each looked up once for each day of decision.
private struct IssuerBook {
    private struct Key: Hashable {
        let code: UnitCode
        let day: Day
    }

    private struct NameKey: Hashable {
        let level: SelectionLevel
        let day: Day
    }

    private var known: [Key: Result<KnownUnit, Refusal>] = [:]
    private var names: [NameKey: String] = [:]

    mutating func issuer(of award: EarlierAward, in session: Session) throws -> IssuerRecord {
        switch award.issuer {
        case .nation:
            return IssuerRecord(code: "VN", name: try authorityName(.national, of: award, in: session))
        case .region(let region):
            return IssuerRecord(
                code: region.rawValue, region: region,
                name: try authorityName(.regional, of: award, in: session))
        case .unit(let code):
            let unit = try unit(code, on: award.decisionDate, in: session)
            return IssuerRecord(
                code: code.text, unit: unit, name: Authority.committee(ofUnit: unit.fullName).name)
        }
    }

    private mutating func authorityName(
        _ level: SelectionLevel, of award: EarlierAward, in session: Session
    ) throws -> String {
        let key = NameKey(level: level, day: award.decisionDate)
        if let name = names[key] { return name }
        do {
            let name = try session.authority(of: level, on: award.decisionDate).name
            names[key] = name
            return name
        } catch let refusal as Refusal {
            throw Refusal(refusal.violations[0].inColumn(AwardColumn.decisionDate.name))
        }
    }

    private mutating func unit(_ code: UnitCode, on day: Day, in session: Session) throws -> KnownUnit {
        let key = Key(code: code, day: day)
        if let unit = known[key] { return try unit.get() }
        do {
            let unit = try session.requireUnit(code.text, on: day)
            known[key] = .success(unit)
            return unit
        } catch let refusal as Refusal {
            let told = Refusal(refusal.violations[0].inColumn("issuer_code"))
            known[key] = .failure(told)
            throw told
        }
    }
}

/// The last days of certificates by the national rule in force on the issue day, read once for each level and day.
private struct CertificateTerms {
    private struct Key: Hashable {
        let level: SelectionLevel
        let day: Day
    }

    private var known: [Key: Day?] = [:]

    mutating func lastDay(of level: SelectionLevel, issuedOn day: Day, in session: Session) throws -> Day? {
        let key = Key(level: level, day: day)
        if let last = known[key] { return last }
        let last = try session.nationalRules(on: day).lazy
            .compactMap { $0.level(level)?.certificateValidTo(issuedOn: day) }.first
        known[key] = .some(last)
        return last
    }
}

extension Violation {
    fileprivate static func notRegistered(_ text: String, code: String, column: String) -> Violation {
        Violation(
            code, vi: "không tìm thấy \(Text.quoted(text)) trong sổ đăng ký",
            en: "\(Text.quoted(text)) is not registered", at: Place(column: column))
    }

    /// As the broken constraint would be told, which would end the transaction and leave the rows after this one untold.
    fileprivate static var certificateNumberTaken: Violation {
        let constraint = "certificate_number_unique"
        let told =
            Constraints.violation(for: constraint) ?? Violation(constraint, vi: constraint, en: constraint)
        return told.inColumn(AwardColumn.certificateNumber.name)
    }

    fileprivate static func validityNotStated(_ level: SelectionLevel, issuedOn day: Day) -> Violation {
        Violation(
            "validity-not-stated",
            vi:
                "không bộ quy tắc nào có hiệu lực ngày \(day.vietnamese) nêu thời hạn giấy chứng nhận \(level.name.vi); hãy ghi valid_to",
            en:
                "no regulation in force on \(day.iso) states how long a certificate of \(level.name.en) is valid; give valid_to",
            at: Place(column: "valid_to"))
    }
}
