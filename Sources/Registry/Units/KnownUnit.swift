public import Postgres
public import RuralIndustry

/// A unit of the registry: its record and the number that other records point at.
public struct KnownUnit: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let record: UnitRecord

    public var fullName: String { record.fullName }

    public init(_ row: Row) throws {
        id = try row("unit_id")
        guard let validity = Validity(from: try row("valid_from"), to: try row("valid_to")) else {
            throw PostgresError.misuse("unit \(id) is valid on no day")
        }
        record = UnitRecord(
            code: try row("code"), name: try row("name"), fullName: try row("full_name"),
            kind: try row("kind"),
            parent: try row("parent_code"), validity: validity)
    }

    static let columns: SQL = """
        u.unit_id, u.level, u.code, u.name, u.full_name, u.kind, u.parent_code,
        lower(u.validity) AS valid_from, upper(u.validity) AS valid_to
        """
    static let select: SQL = "SELECT " + columns + " FROM unit u"
}

extension Session {
    /// The unit that has a code on a day.
    func unit(_ code: UnitCode, on day: Day) throws -> KnownUnit? {
        try first(KnownUnit.select + " WHERE u.code = \(code) AND u.validity @> \(day)", as: KnownUnit.self)
    }

    /// The same, refusing with what is known about the code when there is none on that day.
    func requireUnit(_ text: String, on day: Day) throws -> KnownUnit {
        let code: UnitCode
        do throws(Violation) { code = try UnitCode(text) } catch { throw Refusal(error) }
        if let unit = try unit(code, on: day) { return unit }
        let others = try query(
            KnownUnit.select + " WHERE u.code = \(code) ORDER BY u.validity", as: KnownUnit.self)
        throw Refusal(.unknownUnit(code, on: day, knownAs: others.map(\.record)))
    }
}

extension Violation {
    /// No unit has the code on the day; says which had it on other days.
    static func unknownUnit(_ code: UnitCode, on day: Day, knownAs others: [UnitRecord]) -> Violation {
        let known = others.map { "\($0.fullName) (\($0.validity.text))" }.joined(separator: "; ")
        return Violation(
            "unknown-unit",
            vi: "không có đơn vị hành chính nào mang mã \(code) vào ngày \(day.vietnamese)"
                + (known.isEmpty ? "" : "; mã này là của \(known); dùng --as-of để chọn ngày"),
            en: "no administrative unit has the code \(code) on \(day.iso)"
                + (known.isEmpty ? "" : "; it belongs to \(known); use --as-of to choose the day"))
    }
}

extension Validity {
    public var vietnamese: String { text }

    /// `until 2025-06-30`, `from 2025-07-01`.
    public var english: String {
        let parts = [from.map { "from \($0.iso)" }, to.map { "until \($0.adding(days: -1).iso)" }].compactMap(
            \.self)
        return parts.isEmpty ? "always" : parts.joined(separator: " ")
    }

    /// `đến 30/06/2025`, `từ 01/07/2025`: the last day is told, not the first one after.
    var text: String {
        let parts = [
            from.map { "từ \($0.vietnamese)" }, to.map { "đến \($0.adding(days: -1).vietnamese)" },
        ].compactMap(\.self)
        return parts.isEmpty ? "không giới hạn" : parts.joined(separator: " ")
    }
}
