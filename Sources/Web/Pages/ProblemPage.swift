import HTTPTypes
import RuralIndustry

struct ProblemView: Sendable {
    let title: Bilingual
    let detail: Bilingual
    let status: String
    let code: String
    let isOurFault: Bool
    /// Nothing was found, by somebody who may look elsewhere on the site.
    let isLost: Bool
    let requestID: String

    init(_ problem: Problem, requestID: String, hasElsewhere: Bool = true) {
        isLost = hasElsewhere && problem.status == .notFound
        title = problem.title
        detail = problem.detail
        status = String(problem.status.code)
        code = problem.code
        isOurFault = problem.status.kind == .serverError
        self.requestID = requestID
    }
}
