import CPostgres

/// An error that the server reported.
public struct ServerError: Error, Hashable, Sendable {
    /// Five characters: `23505` is a unique violation.
    public let sqlState: String
    /// `ERROR`, `FATAL` or `PANIC`, whatever the server's language.
    public let severity: String
    /// In the server's language. May quote a value in errors of class 22, which `description` leaves out
    /// then.
    public let message: String
    /// Usually holds values: not printed.
    public let detail: String?
    public let hint: String?
    /// Where inside the server or in the data of a COPY it happened. May hold values: not printed.
    public let context: String?
    public let schema: String?
    public let table: String?
    public let column: String?
    public let dataType: String?
    /// The name of the violated constraint.
    public let constraint: String?
    /// The position in the statement, in characters from 1.
    public let position: Int?
    /// The text with `$1` where values were bound.
    public let statement: String
    public let site: CallSite
    /// The function of the server that raised it: tells apart what has one SQLSTATE.
    let sourceFunction: String?
}

extension ServerError: CustomStringConvertible {
    public var description: String {
        // "invalid input syntax for type date: …" and its like, all of class 22, quote the value.
        let text = sqlState.hasPrefix("22") ? "a value does not fit" : message
        var place: [String] = []
        if let constraint { place.append("constraint \(constraint)") }
        if let table { place.append("table \(table)") }
        if let column { place.append("column \(column)") }
        let places = place.isEmpty ? "" : " (" + place.joined(separator: ", ") + ")"
        return "\(sqlState) \(text)\(places), at \(site)"
    }
}

extension ServerError {
    /// Reads the fields of a failed result.
    init(result: OpaquePointer, statement: String, site: CallSite) {
        func field(_ code: Int32) -> String? { PQresultErrorField(result, code).map { String(cString: $0) } }
        self.init(
            sqlState: field(cnnt_diag_sqlstate) ?? "XX000", severity: field(cnnt_diag_severity) ?? "ERROR",
            message: field(cnnt_diag_message) ?? String(cString: PQresultErrorMessage(result)),
            detail: field(cnnt_diag_detail), hint: field(cnnt_diag_hint), context: field(cnnt_diag_context),
            schema: field(cnnt_diag_schema), table: field(cnnt_diag_table), column: field(cnnt_diag_column),
            dataType: field(cnnt_diag_datatype), constraint: field(cnnt_diag_constraint),
            position: field(cnnt_diag_position).flatMap(Int.init), statement: statement, site: site,
            sourceFunction: field(cnnt_diag_source_function))
    }

    /// Two transactions were in each other's way; running the whole one again can succeed.
    var isSerializationConflict: Bool { sqlState == "40001" || sqlState == "40P01" }

    var isUnknownStatement: Bool { sqlState == "26000" }

    /// The prepared statement no longer fits the tables, or is gone.
    var isStalePlan: Bool {
        isUnknownStatement || (sqlState == "0A000" && sourceFunction == "RevalidateCachedQuery")
    }
}
