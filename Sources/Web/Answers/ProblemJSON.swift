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
            : problem.violations.map {
                Item(code: $0.code, detail: $0.text.text(in: language), parameter: $0.place.column)
            }
        self.requestID = requestID
    }
}
