import Postgres
import RuralIndustry

extension Registry {
    /// The certificates of an establishment's products that are public: of earlier years, and of rounds that are published. The
    /// latest first.
    public func certificates(ofEstablishment id: Int64, as viewer: Viewer) async throws -> [CertificateRecord]
    {
        try await read(.awardRead, of: .one("establishment", id: id), as: viewer) { session in
            try session.query(
                CertificateRecord.select
                    + SQL.matching("a.establishment_id = \(id)", AwardRecord.isPublic)
                    + " ORDER BY c.issued_on DESC, c.certificate_id DESC", as: CertificateRecord.self)
        }
    }
}
