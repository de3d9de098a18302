import FoundationEssentials
import HTTPTypes
import Hummingbird
import RuralIndustry

/// A problem as `application/problem+json`. Without `type`, which then means `about:blank`: `code` is what programs tell
/// problems apart by.
struct ProblemJSON: Encodable {
    let title: String
    let status: Int
    let detail: String
    let code: String
    let errors: [Item]?
    /// As in the header X-Request-Id and in the log.
    let requestID: String

    struct Item: Encodable {
        let code: String
        let detail: String
        /// The parameter of the query that is wrong.
        let parameter: String?
        /// The member of the content that is wrong (RFC 6901).
        let pointer: String?
        /// The line of the file, its header being line 1, and the column that is wrong.
        let row: Int?
        let column: String?

        init(_ violation: Violation, in source: Problem.Source, _ language: Language) {
            code = violation.code
            detail = violation.text.text(in: language)
            let place = violation.place.column
            parameter = source == .query ? place : nil
            pointer =
                source == .content
                ? place.map { "/" + $0.replacing("~", with: "~0").replacing("/", with: "~1") } : nil
            row = source == .file ? violation.place.row : nil
            column = source == .file ? place : nil
        }
    }

    enum CodingKeys: String, CodingKey {
        case title, status, detail, code, errors
        case requestID = "request_id"
    }

    init(_ problem: Problem, in language: Language, requestID: String) {
        title = problem.title.text(in: language)
        status = problem.status.code
        detail = problem.detail.text(in: language)
        code = problem.code
        errors =
            problem.violations.isEmpty
            ? nil
            : problem.violations.map { Item($0, in: problem.source, language) }
        self.requestID = requestID
    }
}
