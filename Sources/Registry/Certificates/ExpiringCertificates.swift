public import Postgres
public import RuralIndustry

/// A certificate whose last day comes, and whom to tell of it.
public struct ExpiringCertificate: RowDecodable, Hashable, Sendable {
    public let certificate: CertificateRecord
    /// The commune and province that the establishment lies in, by their names on the day asked for.
    public let communeName: String?
    public let provinceName: String?
    /// Nil where the viewer may not read the establishment.
    public let representative: String?
    public let address: String?
    public let phone: String?
    public let email: String?

    public init(_ row: Row) throws {
        certificate = try CertificateRecord(row)
        communeName = try row("commune_name")
        provinceName = try row("province_name")
        representative = try row("representative")
        address = try row("address")
        phone = try row("phone")
        email = try row("email")
    }
}

extension Registry {
    /// The certificates that stand, are not revoked by a day, and expire in a year, in the order of their last days.
    public func certificates(expiringIn year: Int, on day: Day, as viewer: Viewer) async throws
        -> [ExpiringCertificate]
    {
        try await read(.certificateRead, of: .listed("certificate"), as: viewer) { session in
            guard let first = Day(year: year, month: 1, day: 1),
                let last = Day(year: year, month: 12, day: 31)
            else { throw Refusal(Self.noYear(year)) }
            return try session.expiring(from: first, to: last, on: day, as: viewer)
        }
    }

    /// How many of the same expire from a day, on which they are looked at, to another, and the first of them.
    public func certificates(
        expiringFrom day: Day, to end: Day, limit: Int, as viewer: Viewer
    ) async throws -> (count: Int, first: [ExpiringCertificate]) {
        try await read(.certificateRead, of: .listed("certificate"), as: viewer) { session in
            let count: Int = try session.value(
                "SELECT count(*) FROM certificate c JOIN award a USING (award_id)"
                    + ExpiringCertificate.matching(from: day, to: end, on: day, as: viewer))
            let first = try session.expiring(from: day, to: end, on: day, limit: limit, as: viewer)
            return (count, first)
        }
    }

    private static func noYear(_ year: Int) -> Violation {
        Violation("year-unreadable", vi: "không có năm \(year)", en: "there is no year \(year)")
    }
}

extension ExpiringCertificate {
    fileprivate static func matching(from first: Day, to last: Day, on day: Day, as viewer: Viewer) -> SQL {
        SQL.matching(
            viewer.reach(.certificateRead).awards("a"), "c.valid_to BETWEEN \(first) AND \(last)",
            StandingCertificate.condition("c"),
            "NOT EXISTS (SELECT FROM revocation x WHERE x.certificate_id = c.certificate_id AND x.revoked_on <= \(day))"
        )
    }
}

extension Session {
    /// - Parameters:
    ///   - day: by which places are named and revocations count.
    ///   - limit: nil: all.
    fileprivate func expiring(
        from first: Day, to last: Day, on day: Day, limit: Int? = nil, as viewer: Viewer
    ) throws -> [ExpiringCertificate] {
        let contact =
            viewer.may(.establishmentRead)
            ? viewer.reach(.establishmentRead).belonging("a.establishment_id") ?? "true" : "false"
        let places: SQL = """
             LEFT JOIN establishment e ON e.establishment_id = a.establishment_id AND
            """ + " " + contact + """

                LEFT JOIN unit here ON here.unit_id = unit_home(a.commune_unit_id, 'commune', \(day))
                LEFT JOIN unit province ON province.unit_id = unit_home(
                  coalesce(a.commune_unit_id, a.province_unit_id), 'province', \(day))
                """
        return try query(
            CertificateRecord.select(
                columns:
                    ", here.full_name AS commune_name, province.full_name AS province_name, e.representative, e.address, e.phone, e.email",
                tables: places)
                + ExpiringCertificate.matching(from: first, to: last, on: day, as: viewer)
                + " ORDER BY c.valid_to, province.full_name COLLATE vietnamese, a.establishment_name COLLATE vietnamese, c.certificate_id LIMIT \(limit)",
            as: ExpiringCertificate.self)
    }
}
