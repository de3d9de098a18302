import Hummingbird
import HummingbirdCore
import Registry
import RuralIndustry

/// What the query of `/api/v1/awards` asks for.
struct AwardQuery: Sendable {
    let scope: AwardScope
    let filter: AwardFilter
    /// The day on which the state of an award is told and a unit's code is read.
    let day: Day

    private static let scopes = ["product", "establishment", "unit"]
    private static let known = scopes + ["level", "year", "group", "as_of"]

    /// - Throws: `Problem` with everything that is wrong: `unknown-parameter`, `parameter-repeated`, `scope-missing`,
    ///   `scope-several`, `id-unreadable`, `unit-code-unreadable`, `selection-level-unknown`, `year-unreadable`,
    ///   `product-group-unknown`, `date-unreadable`.
    init(_ parameters: FlatDictionary<Substring, Substring>, today: Day) throws(Problem) {
        var reader = QueryReader(parameters)
        reader.requireKnown(Self.known)
        let day = reader.value("as_of") { text throws(Violation) in try Day(iso: text) } ?? today
        let product = reader.value("product", Self.id)
        let establishment = reader.value("establishment", Self.id)
        let unit = reader.value("unit") { text throws(Violation) in try UnitCode(text) }
        let filter = AwardFilter(
            level: reader.value("level", Self.level), year: reader.value("year", Self.year),
            group: reader.value("group", Self.group))
        reader.requireOne(of: Self.scopes)
        try reader.finish()

        let scopes = [
            product.map(AwardScope.product), establishment.map(AwardScope.establishment),
            unit.map { AwardScope.unit($0.text, on: day) },
        ]
        guard let scope = scopes.compactMap(\.self).first else { throw Problem.unexpected }
        self.scope = scope
        self.filter = filter
        self.day = day
    }

    private static func id(_ text: String) throws(Violation) -> Int64 {
        guard let id = Int64(text), id > 0,
            text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        else {
            throw Violation(
                "id-unreadable", vi: "\(Text.quoted(text)) không phải là mã số của bản ghi",
                en: "\(Text.quoted(text)) is not the id of a record")
        }
        return id
    }

    static func level(_ text: String) throws(Violation) -> SelectionLevel {
        if let level = SelectionLevel(rawValue: text) { return level }
        let known = SelectionLevel.allCases.map(\.rawValue).joined(separator: ", ")
        throw Violation(
            "selection-level-unknown", vi: "\(Text.quoted(text)) không phải là một trong các cấp: \(known)",
            en: "\(Text.quoted(text)) is not one of the levels: \(known)")
    }

    static func year(_ text: String) throws(Violation) -> Int {
        guard let year = Int(text), text.utf8.count == 4, year >= 1800 else {
            throw Violation(
                "year-unreadable", vi: "\(Text.quoted(text)) không phải là năm; viết như 2026",
                en: "\(Text.quoted(text)) is not a year; write it like 2026")
        }
        return year
    }

    /// Regulations may know other groups than the four of the law.
    static func group(_ text: String) throws(Violation) -> ProductGroupID {
        let isName = text.utf8.allSatisfy {
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                || $0 == UInt8(ascii: "-")
        }
        guard isName, !text.isEmpty, text.utf8.count <= 100 else {
            throw Violation(
                "product-group-unknown", vi: "\(Text.quoted(text)) không phải là mã nhóm sản phẩm",
                en: "\(Text.quoted(text)) is not the id of a product group")
        }
        return ProductGroupID(rawValue: text)
    }
}
