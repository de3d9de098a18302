public import Postgres
public import RuralIndustry

extension RegistrationState: SQLCodable {}

/// An establishment's own request to be registered, as officers see it.
public struct RegistrationRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let version: Int
    public let sentAt: Instant
    public let state: RegistrationState
    /// Where it says that it produces, by the names of the day on which it was sent.
    public let communeName: String
    public let provinceName: String?
    /// What was sent; empty once it was removed.
    public let fields: Fields<EstablishmentColumn>
    public let applicant: Fields<ApplicantColumn>
    public let settledAt: Instant?
    /// Why it was refused.
    public let reason: String?
    public let establishmentID: Int64?
    /// When what it said of people was removed.
    public let purgedAt: Instant?
    let communeUnitID: Int64

    public init(_ row: Row) throws {
        id = try row("registration_request_id")
        version = try row("version", as: Int.self)
        sentAt = try row("sent_at")
        state = try row("state")
        communeName = try row("commune_name")
        provinceName = try row("province_name")
        fields = Fields(texts: try EstablishmentColumn.names.map { try row($0, as: String?.self) })
        applicant = Fields(texts: try ApplicantColumn.names.map { try row($0, as: String?.self) })
        settledAt = try row("settled_at")
        reason = try row("reason")
        establishmentID = try row("establishment_id")
        purgedAt = try row("purged_at")
        communeUnitID = try row("commune_unit_id")
    }

    public var name: String { fields[.name] ?? "" }

    /// The codes of communes in it are of this day.
    public var day: Day { sentAt.vietnameseDay }

    static let select: SQL = {
        let columns = EstablishmentColumn.names.map { "r.establishment ->> '\($0)' AS \($0)" }
        return SQL(trusted: "SELECT " + columns.joined(separator: ", ")) + """
            , r.registration_request_id, r.version, r.sent_at, r.state, r.applicant_name, r.applicant_phone, r.applicant_email,
              r.login, r.settled_at, r.reason, r.establishment_id, r.purged_at, r.commune_unit_id,
              c.full_name AS commune_name, p.full_name AS province_name
            FROM registration_request r JOIN unit c ON c.unit_id = r.commune_unit_id
              LEFT JOIN unit p ON p.unit_id = unit_within(c.unit_id, 'province', (r.sent_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
            """
    }()
}

extension Session {
    func registration(_ id: Int64) throws -> RegistrationRecord {
        let found = try first(
            RegistrationRecord.select + " WHERE r.registration_request_id = \(id)",
            as: RegistrationRecord.self)
        guard let found else {
            throw Refusal(
                Violation(
                    "unknown-registration", vi: "không có đăng ký số \(id); xem `cnnt registration list`",
                    en: "there is no registration \(id); see `cnnt registration list`"))
        }
        return found
    }
}
