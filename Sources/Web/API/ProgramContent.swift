import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Registry
import RuralIndustry

/// What a program sent, read whole.
struct ProgramContent: Sendable {
    let bytes: [UInt8]

    /// - Throws: `Problem` `content-type-unsupported`, `content-too-large`.
    init(of request: Request, types: [String]) async throws {
        try request.requireType(types)
        let limit = BodyLimit.bytes(for: request.method, request.uri.path)
        do {
            bytes = Array(try await request.body.collect(upTo: limit).readableBytesView)
        } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
            throw Problem.tooLarge(limit)
        }
    }

    /// The columns of a record that JSON gives: texts, numbers, and lists of them; null empties a column.
    ///
    /// - Throws: `Problem` with everything that is wrong: `json-…`, `content-no-object`, `field-unknown`, `field-type`.
    func fields<Column: RecordColumn>(_: Column.Type = Column.self) throws -> Fields<Column> {
        let value: JSONValue
        do throws(Violation) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw Problem(.badRequest, code: error.code, detail: error.text)
        }
        guard case .object(let members) = value else { throw Problem.noObject }
        var fields = Fields<Column>()
        var wrong: [Violation] = []
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            guard let column = Column(name: name) else {
                let known = Column.names.joined(separator: ", ")
                wrong.append(
                    Violation(
                        "field-unknown", vi: "không có mục \(Text.quoted(name)); các mục là: \(known)",
                        en: "there is no field \(Text.quoted(name)); the fields are: \(known)",
                        at: Place(column: name)))
                continue
            }
            if case .object = value, Column.documents.contains(name) {
                fields[column] = value.text
            } else if let text = Self.text(
                value, isList: Column.lists.contains(name), isFlag: Column.flags.contains(name))
            {
                fields[column] = text
            } else {
                wrong.append(
                    Violation(
                        "field-type", vi: "giá trị không đúng kiểu", en: "the value is of the wrong type",
                        at: Place(column: name)))
            }
        }
        if let first = wrong.first {
            var problem = Problem(
                .unprocessableContent, code: first.code, detail: first.text, violations: wrong)
            problem.source = .content
            throw problem
        }
        return fields
    }

    /// As a file writes it; nil: no value of a column.
    private static func text(_ value: JSONValue, isList: Bool, isFlag: Bool = false) -> String? {
        switch value {
        case .null: return ""
        case .bool(let isTrue) where isFlag: return isTrue ? "yes" : "no"
        case _ where isFlag: return nil
        case .string(let text): return text
        case .integer(let number): return String(number)
        case .decimal(let number): return number.description
        case .array(let elements) where isList:
            let texts = elements.map { element in
                text(element, isList: false).flatMap { $0.isEmpty || $0.contains("|") ? nil : $0 }
            }
            return texts.contains(nil) ? nil : texts.compactMap(\.self).joined(separator: "|")
        case .bool, .array, .object: return nil
        }
    }
}

/// A file that a program sent: on the disk as it comes, however long it is, and never in memory as a whole.
struct ProgramFile: Sendable {
    let file: NamelessFile
    /// What the whole request asks for.
    let content: RequestContent

    /// - Throws: `Problem` `content-type-unsupported`, `content-too-large`.
    init(of request: Request, types: [String]) async throws {
        try request.requireType(types)
        let limit = BodyLimit.bytes(for: request.method, request.uri.path)
        let file = try NamelessFile()
        var content = IdempotencyKey.content(request)
        var received = 0
        for try await part in request.body {
            received += part.readableBytes
            guard received <= limit else { throw Problem.tooLarge(limit) }
            let bytes = Array(part.readableBytesView)
            try file.append(bytes)
            content.add(bytes)
        }
        self.file = file
        self.content = content
    }
}

extension Request {
    /// - Throws: `Problem` `content-type-unsupported`.
    fileprivate func requireType(_ types: [String]) throws {
        let type = (headers[.contentType] ?? "").prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
        guard types.contains(type) else { throw Problem.unsupportedType(types) }
    }
}

extension RecordColumn {
    /// Columns with several values, separated by `|` in files.
    static var lists: Set<String> {
        [
            "members", "markets", "standards", "zones", "present", "booth_codes", "establishment_ids",
            "departments", "promotion_centres", "sponsors",
        ]
    }
    /// Columns that are a JSON object of their own, kept as its text.
    static var documents: Set<String> { ["plan", "rules"] }
    /// Columns that are yes or no.
    static var flags: Set<String> { ["adjacent", "other_zones", "back_to_back", "common", "priority_area"] }
    /// Columns that are whole numbers.
    static var numbers: Set<String> { ["labour", "capital_vnd", "revenue_vnd", "price_vnd"] }
}

extension Problem {
    fileprivate static func unsupportedType(_ types: [String]) -> Problem {
        let list = types.joined(separator: ", ")
        return Problem(
            .unsupportedMediaType, code: "content-type-unsupported",
            detail: Bilingual(
                vi: "Nội dung gửi đến địa chỉ này phải có Content-Type: \(list).",
                en: "The content for this address has to be of Content-Type: \(list)."))
    }

    fileprivate static let noObject = Problem(
        .unprocessableContent, code: "content-no-object",
        detail: Bilingual(
            vi: "Nội dung phải là một đối tượng JSON.", en: "The content has to be a JSON object."))
}
