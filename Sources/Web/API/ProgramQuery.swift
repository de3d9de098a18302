import Hummingbird
import HummingbirdCore
import RuralIndustry

extension QueryReader {
    /// A text that is looked for.
    mutating func text(_ name: String) -> String? {
        value(name) { text throws(Violation) in try Text.nonEmptyLine(text, limit: 300) }
    }

    mutating func flag(_ name: String) -> Bool {
        value(name) { text throws(Violation) in
            switch text {
            case "true": return true
            case "false": return false
            default:
                throw Violation(
                    "flag-unreadable", vi: "viết true hoặc false", en: "write true or false")
            }
        } ?? false
    }

    /// A number of a record.
    mutating func id(_ name: String) -> Int64? {
        value(name) { text throws(Violation) in
            guard let id = Int64(text), id > 0, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
                throw Violation(
                    "id-unreadable", vi: "\(Text.quoted(text)) không phải là mã số của bản ghi",
                    en: "\(Text.quoted(text)) is not the id of a record")
            }
            return id
        }
    }

    /// One of the values of an enumeration.
    mutating func one<Value: RawRepresentable & CaseIterable>(_ name: String) -> Value?
    where Value.RawValue == String {
        value(name) { text throws(Violation) in
            guard let value = Value(rawValue: text) else {
                let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
                throw Violation(
                    "value-unknown", vi: "\(Text.quoted(text)) không phải là một trong: \(known)",
                    en: "\(Text.quoted(text)) is none of: \(known)")
            }
            return value
        }
    }

    mutating func year(_ name: String) -> Int? {
        value(name) { text throws(Violation) in
            guard let year = Int(text), text.utf8.count == 4, (1800...2999).contains(year) else {
                throw Violation(
                    "year-unreadable", vi: "\(Text.quoted(text)) không phải là năm; viết như 2026",
                    en: "\(Text.quoted(text)) is not a year; write it like 2026")
            }
            return year
        }
    }

    mutating func day(_ name: String) -> Day? {
        value(name) { text throws(Violation) in try Day(iso: text) }
    }
}

/// Which part of a list is asked for.
struct PageQuery: Sendable {
    static let names = ["after", "limit"]
    static let most = 200

    let after: Int64
    let limit: Int

    /// - Parameter list: the name of the list, which its cursors carry: a cursor of another list is none of this.
    init(_ reader: inout QueryReader, list: String) {
        after =
            reader.value("after") { text throws(Violation) in
                guard let id = Self.id(of: text, list: list) else { throw Self.noCursor }
                return id
            } ?? 0
        limit = Self.limit(&reader)
    }

    static func limit(_ reader: inout QueryReader) -> Int {
        reader.value("limit") { text throws(Violation) in
            guard let limit = Int(text), (1...Self.most).contains(limit),
                text.utf8.allSatisfy({ (48...57).contains($0) })
            else {
                throw Violation(
                    "limit-unreadable", vi: "limit từ 1 đến \(Self.most)",
                    en: "limit is from 1 to \(Self.most)")
            }
            return limit
        } ?? 50
    }

    static let noCursor = Violation(
        "cursor-unreadable", vi: "con trỏ không phải của danh sách này; dùng giá trị next của trang trước",
        en: "the cursor is none of this list; take next of the page before")

    static func cursor(after id: Int64, list: String) -> String { "\(list).\(id)" }

    private static func id(of text: String, list: String) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == list, parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
            let id = Int64(parts[1])
        else { return nil }
        return id
    }
}
