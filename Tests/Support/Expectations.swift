import Postgres
public import RuralIndustry
import Testing

/// Expects that a closure is refused with violations of just these codes, in this order, and returns them.
@discardableResult
public func expectRefusal(
    _ codes: String..., fileID: String = #fileID, filePath: String = #filePath, line: Int = #line,
    column: Int = #column,
    _ body: () async throws -> Void
) async -> [Violation] {
    let location = SourceLocation(fileID: fileID, filePath: filePath, line: line, column: column)
    do {
        try await body()
        Issue.record("was not refused", sourceLocation: location)
    } catch let refusal as Refusal {
        if refusal.violations.map(\.code) == codes { return refusal.violations }
        let told = refusal.violations.map {
            "\($0.code) \($0.place.row.map { "row \($0)" } ?? "") \($0.text.en)"
        }
        Issue.record("refused with\n\(told.joined(separator: "\n"))", sourceLocation: location)
        return refusal.violations
    } catch {
        Issue.record("threw \(error) and not a refusal", sourceLocation: location)
    }
    return []
}

/// Expects that the database itself refuses with this SQLSTATE, and, if it is named, this constraint.
public func expectDatabaseError(
    _ sqlState: String, constraint: String? = nil, fileID: String = #fileID, filePath: String = #filePath,
    line: Int = #line, column: Int = #column, _ body: () async throws -> Void
) async {
    let location = SourceLocation(fileID: fileID, filePath: filePath, line: line, column: column)
    do {
        try await body()
        Issue.record("was not refused", sourceLocation: location)
    } catch let error as PostgresError {
        if error.sqlState == sqlState, constraint == nil || error.constraint == constraint { return }
        Issue.record("\(error)", sourceLocation: location)
    } catch {
        Issue.record("threw \(error)", sourceLocation: location)
    }
}
