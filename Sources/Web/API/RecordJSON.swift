import HTTPTypes
import Hummingbird
import NIOCore
import Registry
import RuralIndustry

/// Records for programs: each column under its name in files, a value that is not on record as null.
enum RecordJSON {
    static func establishment(_ record: EstablishmentRecord) -> JSONValue {
        var members = columns(record.fields)
        members["id"] = .string(String(record.id))
        members["version"] = .integer(Int64(record.version))
        members["commune_name"] = .string(record.communeName)
        members["province_name"] = text(record.provinceName)
        members["closed_on"] = text(record.closedOn?.iso)
        members["closed_reason"] = text(record.closedReason)
        return .object(members)
    }

    /// Whose it is, is named by number alone.
    static func product(_ record: ProductRecord) -> JSONValue {
        var members = columns(record.fields)
        for other in ["establishment_tax_code", "establishment_external_id"] { members[other] = nil }
        members["id"] = .string(String(record.id))
        members["version"] = .integer(Int64(record.version))
        members["establishment_name"] = .string(record.establishmentName)
        members["closed_on"] = text(record.closedOn?.iso)
        members["closed_reason"] = text(record.closedReason)
        return .object(members)
    }

    static func columns<Column: RecordColumn>(_ fields: Fields<Column>) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        for column in Column.allCases {
            let name = column.name
            let written = fields[column].flatMap { $0.isEmpty ? nil : $0 }
            if Column.lists.contains(name) {
                members[name] = .array(written?.split(separator: "|").map { .string(String($0)) } ?? [])
            } else if Column.numbers.contains(name), let number = written.flatMap({ Int64($0) }) {
                members[name] = .integer(number)
            } else {
                members[name] = text(written)
            }
        }
        return members
    }

    static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

    static func number(_ number: Int?) -> JSONValue { number.map { .integer(Int64($0)) } ?? .null }

    /// A part of a list.
    static func page<Record: Sendable>(
        _ page: RecordPage<Record>, list: String, _ json: (Record) -> JSONValue
    ) -> JSONValue {
        .object([
            "items": .array(page.records.map(json)),
            "next": page.next.map { .string(PageQuery.cursor(after: $0, list: list)) } ?? .null,
        ])
    }
}

extension Response {
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.utf8)))
    }

    /// A record with its version; nothing where who asks has it already.
    static func record(
        _ value: JSONValue, version: Int, answering request: Request, status: HTTPResponse.Status = .ok
    ) -> Response {
        let isQuestion = request.method == .get || request.method == .head
        var response =
            isQuestion && Preconditions.isKnown(version, to: request)
            ? Response(status: .notModified) : .json(value, status: status)
        response.headers[.eTag] = Preconditions.tag(version)
        return response
    }
}
