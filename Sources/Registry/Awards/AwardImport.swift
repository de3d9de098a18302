import Evidence
import FoundationEssentials
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
            var violations: [Violation] = []
            var added = 0
            var unlinked = 0
            var terms = CertificateTerms()
            for award in awards {
                do {
                    let outcome = try session.record(award.value, terms: &terms)
                    added += outcome == .unchanged ? 0 : 1
                    unlinked += outcome == .addedUnlinked ? 1 : 0
                } catch PostgresError.server(let error) {
                    // the transaction is over: the row that broke a constraint is all that can still be told
                    guard let refusal = Constraints.refusal(for: error) else {
                        throw PostgresError.server(error)
                    }
                    throw Refusal(refusal.violations[0].at(award.place))
                } catch let refusal as Refusal {
                    violations += refusal.violations.map { $0.at(award.place) }
                }
            }
            try Refusal.throwIfAny(violations)
            return AwardImportReport(added: added, unchanged: awards.count - added, unlinked: unlinked)
        }
    }
}

private enum AwardOutcome {
    case added, addedUnlinked, unchanged
}

/// The records that an award of earlier years belongs to.
private struct AwardLinks {
    var establishmentID: Int64?
    var productID: Int64?
    var homeUnitID: Int64?
}

extension Session {
    fileprivate func record(
        _ award: EarlierAward, terms: inout CertificateTerms
    ) throws -> AwardOutcome {
        let issuer = try issuer(of: award)
        let links = try links(of: award, issuer: issuer)
        let home = links.homeUnitID ?? issuer.unitID
        let inserted = try first(
            """
            INSERT INTO award (product_id, establishment_id, level, year, issuer_code, issuer_unit_id, issuer_region,
              issuer_name, decision_number, decision_date, product_name, establishment_name, product_group, class,
              commune_unit_id, district_unit_id, province_unit_id, source, document_sha256)
            VALUES (\(links.productID), \(links.establishmentID), \(award.level), \(award.year), \(issuer.code),
              \(issuer.unitID), \(issuer.region), \(issuer.name), \(award.decisionNumber), \(award.decisionDate),
              \(award.productName), \(award.establishmentName), \(award.group), \(award.awardClass),
              unit_home(\(home), 'commune', \(award.decisionDate)), unit_home(\(home), 'district', \(award.decisionDate)),
              unit_home(\(home), 'province', \(award.decisionDate)), \(award.source ?? "import"),
              \(try award.documentSHA256.map { Bytes(try SHA256Digest(hex: $0).bytes) }))
            ON CONFLICT ON CONSTRAINT award_once DO NOTHING RETURNING award_id
            """
        ) { try $0("award_id", as: Int64.self) }
        guard let id = inserted else { return .unchanged }
        try insertCertificate(of: award, id: id, terms: &terms)
        return links.productID == nil ? .addedUnlinked : .added
    }

    private func issuer(of award: EarlierAward) throws -> (
        code: String, unitID: Int64?, region: String?, name: String
    ) {
        switch award.issuer {
        case .nation:
            return ("VN", nil, nil, try authorityName(.national, of: award))
        case .region(let region):
            return (region.rawValue, nil, region.rawValue, try authorityName(.regional, of: award))
        case .unit(let code):
            do {
                let unit = try requireUnit(code.text, on: award.decisionDate)
                return (code.text, unit.id, nil, Authority.committee(ofUnit: unit.fullName).name)
            } catch let refusal as Refusal {
                throw Refusal(refusal.violations[0].inColumn("issuer_code"))
            }
        }
    }

    private func authorityName(_ level: SelectionLevel, of award: EarlierAward) throws -> String {
        do {
            return try authority(of: level, on: award.decisionDate).name
        } catch let refusal as Refusal {
            throw Refusal(refusal.violations[0].inColumn(AwardColumn.decisionDate.name))
        }
    }

    private func links(
        of award: EarlierAward, issuer: (code: String, unitID: Int64?, region: String?, name: String)
    ) throws -> AwardLinks {
        var links = AwardLinks()
        if let taxCode = award.establishmentTaxCode {
            links.establishmentID = try required(
                "SELECT establishment_id AS id FROM establishment WHERE tax_code = \(taxCode.text)",
                "unknown-establishment", "establishment_tax_code", taxCode.text)
        } else {
            links.establishmentID = try only(
                """
                SELECT establishment_id AS id FROM establishment e
                WHERE e.name = \(award.establishmentName) AND (\(issuer.unitID)::bigint IS NULL OR EXISTS (
                  SELECT 1 FROM unit u WHERE u.unit_id = \(issuer.unitID) AND unit_home(
                    coalesce(e.site_unit_id, e.commune_unit_id), u.level, \(award.decisionDate)) = u.unit_id))
                """)
        }
        if let external = award.productExternalID {
            links.productID = try required(
                """
                SELECT product_id AS id FROM product
                WHERE external_id = \(external)
                  AND (\(links.establishmentID)::bigint IS NULL OR establishment_id = \(links.establishmentID))
                """, "unknown-product", "product_external_id", external)
            links.establishmentID = try value(
                "SELECT establishment_id FROM product WHERE product_id = \(links.productID)")
        } else if let establishment = links.establishmentID {
            links.productID = try only(
                """
                SELECT product_id AS id FROM product WHERE establishment_id = \(establishment) AND name = \(award.productName)
                """)
        }
        if let establishment = links.establishmentID {
            links.homeUnitID = try value(
                "SELECT coalesce(site_unit_id, commune_unit_id) FROM establishment WHERE establishment_id = \(establishment)"
            )
        }
        return links
    }

    /// The one record that a query finds; nil if there is none or several.
    private func only(_ sql: SQL) throws -> Int64? {
        let found = try query(sql) { try $0("id", as: Int64.self) }
        return found.count == 1 ? found[0] : nil
    }

    private func required(_ sql: SQL, _ code: String, _ column: String, _ text: String) throws -> Int64 {
        if let id = try only(sql) { return id }
        throw Refusal(
            Violation(
                code, vi: "không tìm thấy \(Text.quoted(text)) trong sổ đăng ký",
                en: "\(Text.quoted(text)) is not registered",
                at: Place(column: column)))
    }

    /// Certificates of earlier years may have no number; their last day, if not stated, follows from the rule of the issue day.
    private func insertCertificate(
        of award: EarlierAward, id: Int64, terms: inout CertificateTerms
    ) throws {
        let issuedOn = award.issueDate ?? award.decisionDate
        let stated = award.validTo
        guard let validTo = try stated ?? terms.lastDay(of: award.level, issuedOn: issuedOn, in: self) else {
            // what a row says of a certificate is not dropped in silence
            guard award.certificateNumber == nil, award.issueDate == nil else {
                throw Refusal(.validityNotStated(award.level, issuedOn: issuedOn))
            }
            return
        }
        // Asked first, as a broken constraint would end the transaction and leave the rows after this one untold.
        if try value("SELECT EXISTS (SELECT FROM certificate WHERE number = \(award.certificateNumber))"),
            let taken = Constraints.violation(for: "certificate_number_unique")
        {
            throw Refusal(taken.inColumn(AwardColumn.certificateNumber.name))
        }
        try execute(
            """
            INSERT INTO certificate (award_id, number, issued_on, valid_to)
            VALUES (\(id), \(award.certificateNumber), \(issuedOn), \(validTo))
            """)
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
