import Postgres
import RuralIndustry

/// A record of a public file: its cells in the order of the columns, and what comes after it.
struct OpenRow: Sendable {
    /// Ascending, but for rounds and fairs, which go from the latest to the earliest.
    let key: Int64
    let cells: [String?]
}

extension Registry {
    /// The next records of a public file.
    ///
    /// - Parameter key: of the last one that was read; nil: from the beginning on.
    func openRows(
        _ dataset: OpenDataset, after key: Int64?, limit: Int, on day: Day, as viewer: Viewer
    ) async throws -> [OpenRow] {
        switch dataset {
        case .rounds:
            return try await publishedRounds(before: key, limit: limit, as: viewer).map(OpenRow.init)
        case .fairs: return try await publicFairs(before: key, limit: limit, as: viewer).map(OpenRow.init)
        case .figures:
            // all of them are one stretch
            guard key == nil else { return [] }
            return OpenRow.all(of: try await publicStatistics(on: day, as: viewer))
        case .awards, .products, .establishments, .certificates:
            return try await read(.awardHistory, of: .reference("award"), as: viewer) { session in
                try session.openRows(dataset, after: key ?? 0, limit: limit, on: day)
            }
        }
    }

    /// What tells one state of all that is public from another.
    func openDataState(as viewer: Viewer) async throws -> String {
        try await read(.awardHistory, of: .reference("award"), as: viewer) { session in
            try session.statisticsState()
                + session.value(
                    """
                    SELECT concat_ws('/', '', (SELECT max(audit_id) FROM product), (SELECT max(audit_id) FROM establishment),
                      (SELECT max(audit_id) FROM certificate), (SELECT max(certificate_id) FROM revocation),
                      (SELECT count(*) FROM revocation), (SELECT max(audit_id) FROM fair),
                      (SELECT max(audit_id) FROM booth_allocation), (SELECT max(audit_id) FROM booth))
                    """, as: String.self)
        }
    }
}

extension Session {
    fileprivate func openRows(
        _ dataset: OpenDataset, after key: Int64, limit: Int, on day: Day
    ) throws -> [OpenRow] {
        switch dataset {
        case .awards:
            return try query(
                AwardRecord.select() + SQL.matching("a.award_id > \(key)", AwardRecord.isPublic)
                    + " ORDER BY a.award_id LIMIT \(limit)", as: AwardRecord.self
            ).map { OpenRow($0, on: day) }
        case .certificates:
            return try query(
                CertificateRecord.select + SQL.matching("c.certificate_id > \(key)", AwardRecord.isPublic)
                    + " ORDER BY c.certificate_id LIMIT \(limit)", as: CertificateRecord.self
            ).map { OpenRow($0, on: day) }
        case .products: return try rows(dataset, Self.awardedProducts(after: key, limit, on: day))
        case .establishments:
            return try rows(dataset, Self.awardedEstablishments(after: key, limit, on: day))
        case .rounds, .fairs, .figures: return []
        }
    }

    /// Of a statement that selects `key` and every column as text.
    private func rows(_ dataset: OpenDataset, _ statement: SQL) throws -> [OpenRow] {
        let names = dataset.columns.map(\.name)
        return try query(statement) { row in
            OpenRow(key: try row("key"), cells: try names.map { try row($0, as: String?.self) })
        }
    }

    private static func awardedProducts(after key: Int64, _ limit: Int, on day: Day) -> SQL {
        """
        SELECT p.product_id AS key, p.product_id::text AS id, p.name, p.product_group AS "group",
          e.establishment_id::text AS establishment_id, e.name AS establishment, n.awards::text AS awards,
          p.closed_on::text AS closed_on
        FROM product p
          JOIN LATERAL (SELECT count(*) AS awards FROM award a
            WHERE a.product_id = p.product_id AND \(AwardRecord.isPublic) AND \(AwardRecord.isNotWithdrawn)) n ON n.awards > 0
          JOIN establishment e ON e.establishment_id = establishment_on(p.establishment_id, \(day))
        WHERE p.product_id > \(key) ORDER BY p.product_id LIMIT \(limit)
        """
    }

    /// Records that stand for an establishment on the day, with the awards of what was merged into them.
    private static func awardedEstablishments(after key: Int64, _ limit: Int, on day: Day) -> SQL {
        """
        WITH chosen AS MATERIALIZED (
          SELECT e.establishment_id, n.awards FROM establishment e
            JOIN LATERAL (SELECT count(*) AS awards FROM award a
              WHERE a.establishment_id IN (SELECT establishment_records(e.establishment_id, \(day)))
                AND \(AwardRecord.isPublic) AND \(AwardRecord.isNotWithdrawn)) n ON n.awards > 0
          WHERE e.establishment_id > \(key)
            AND (EXISTS (SELECT FROM award x WHERE x.establishment_id = e.establishment_id)
              OR EXISTS (SELECT FROM establishment_redirect r WHERE r.into_establishment_id = e.establishment_id))
            AND establishment_on(e.establishment_id, \(day)) = e.establishment_id
          ORDER BY e.establishment_id LIMIT \(limit)
        )
        SELECT e.establishment_id AS key, e.establishment_id::text AS id, e.name, t.code AS commune_code,
          coalesce(t.full_name, c.full_name) AS commune, v.code AS province_code, v.full_name AS province,
          (SELECT string_agg(p.name, '|' ORDER BY p.name COLLATE vietnamese, p.product_id) FROM product p
            WHERE p.establishment_id IN (SELECT establishment_records(e.establishment_id, \(day)))
              AND EXISTS (SELECT FROM award a WHERE a.product_id = p.product_id
                AND \(AwardRecord.isPublic) AND \(AwardRecord.isNotWithdrawn))) AS products,
          k.awards::text AS awards, e.closed_on::text AS closed_on
        FROM chosen k JOIN establishment e USING (establishment_id) JOIN unit c ON c.unit_id = e.commune_unit_id
          LEFT JOIN unit t ON t.unit_id = unit_home(e.commune_unit_id, 'commune', \(day))
          LEFT JOIN unit v ON v.unit_id = unit_home(e.commune_unit_id, 'province', \(day))
        ORDER BY e.establishment_id
        """
    }
}

extension OpenRow {
    fileprivate init(_ award: AwardRecord, on day: Day) {
        self.init(
            key: award.id,
            cells: [
                String(award.id), String(award.year), award.level.rawValue,
                award.productID.map { String($0) }, award.productName,
                award.establishmentID.map { String($0) }, award.establishmentName, award.provinceName,
                award.group?.rawValue, award.awardClass, award.issuerCode, award.issuerName,
                award.decisionNumber, award.decisionDate.iso, award.certificateNumber, award.issuedOn?.iso,
                award.validTo?.iso, award.status(on: day)?.rawValue, award.revokedOn?.iso,
                award.withdrawal?.number,
            ])
    }

    fileprivate init(_ certificate: CertificateRecord, on day: Day) {
        self.init(
            key: certificate.id,
            cells: [
                certificate.number, String(certificate.awardID), certificate.issuedOn.iso,
                certificate.validTo.iso, certificate.status(on: day)?.rawValue,
                certificate.revocation?.day.iso, certificate.replacement?.number,
            ])
    }

    fileprivate init(_ round: PublishedRound) {
        self.init(
            key: round.id,
            cells: [
                String(round.id), round.name, round.level.rawValue, String(round.year), round.organiser,
                round.heldOn.iso, String(round.recognised),
            ])
    }

    fileprivate init(_ fair: FairRecord) {
        self.init(
            key: fair.id,
            cells: [
                String(fair.id), fair.name, fair.level.rawValue, fair.organiserName, fair.venue,
                fair.days.first.iso, fair.days.last.iso, String(fair.booths), String(fair.confirmed),
            ])
    }

    fileprivate static func all(of statistics: PublicStatistics) -> [OpenRow] {
        let names = Dictionary(statistics.provinces.map { ($0.code, $0.name) }) { first, _ in first }
        return statistics.figures.lines.enumerated().map { index, line in
            OpenRow(
                key: Int64(index),
                cells: [
                    String(line.year), line.level.rawValue, line.group?.rawValue, line.province,
                    line.province.flatMap { names[$0] }, String(line.awards),
                ])
        }
    }
}
